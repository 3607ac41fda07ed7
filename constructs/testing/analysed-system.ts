import { Chart } from 'cdk8s';
import type { IConstruct } from 'constructs';
import type { AcceptedFinding } from '../../lib/findings/suppress';
import { analyse, type SystemAnalysis } from '../../lib/graph/analysis/analyse';
import type { ServiceCapacity } from '../../lib/graph/analysis/capacity';
import { toNumber } from '../../lib/graph/analysis/count';
import type { Evacuation } from '../../lib/graph/analysis/evacuation';
import type { BlastRadius } from '../../lib/graph/analysis/reach';
import { modelOf } from '../../lib/graph/model-of';
import { ServiceOperation } from '../../lib/graph/operation';
import { exampleOf } from '../../lib/graph/request-pattern';
import type { Failure } from '../../lib/graph/simulate/failure';
import { simulate, type SimulationResult } from '../../lib/graph/simulate/simulate';
import type { Registry } from '../registry';

/** A service, gateway or what else is called: the construct, or its `namespace/name`. */
export type NodeLike = IConstruct | string;

/** Requests that arrive at a service for one at the entry that is worst. Without end they are Infinity. */
export interface AmplificationSummary {
  readonly entry: string;
  readonly normal: number;
  readonly connectionFailures: number;
  readonly responseFailures: number;
  readonly withBudgets: number;
  /** The calls that carry most of them, as `caller→callee`. */
  readonly path: readonly string[];
}

/** How long a call lasts at worst, in milliseconds. */
export interface WorstCase {
  readonly ms: number;
  /** What it is made of. */
  readonly derivation: string;
  /** How long the callee works on after the caller gave up. */
  readonly orphanedMs: number;
}

/** A request to simulate. */
export interface SimulatedCall {
  readonly from: NodeLike;
  /** A service, or an operation of one. */
  readonly to: NodeLike | ServiceOperation;
  /** The request's method. The operation's first, else GET. */
  readonly method?: string;
  /** The request's path. One that the operation takes, else /. */
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly port?: number;
  /** What is wrong meanwhile. */
  readonly when?: Failure | readonly Failure[];
}

/** What the analyses say about an app. */
export interface AnalysedSystem {
  /** Throws where no request reaches the service. */
  amplificationOf(service: NodeLike): AmplificationSummary;
  /** The longest that a call from one to the other can last. Throws where there is none. */
  worstCaseOf(from: NodeLike, to: NodeLike): WorstCase;
  /** What is left of a service under an eviction and ejections, and its load. */
  capacityOf(service: NodeLike): ServiceCapacity;
  /** Share of 1 that the dependencies of a service leave to its availability. */
  possibleAvailabilityOf(service: NodeLike): number;
  /** What fails or degrades while the service is down. */
  blastRadiusOf(service: NodeLike): BlastRadius;
  /** What the loss of each zone and region takes. */
  evacuations(): readonly Evacuation[];
  /** What becomes of one request. */
  simulate(call: SimulatedCall): SimulationResult;
  /** Findings that were accepted, with the reasons. */
  accepted(): readonly AcceptedFinding[];
}

/** The id of a node in the system. */
export function idOf(node: NodeLike): string {
  if (typeof node === 'string') return node;
  return `${Chart.of(node).namespace ?? 'default'}/${node.node.id}`;
}

/** The analyses of what `registry` has, worked out again where something was declared meanwhile. */
export function analysedSystem(registry: Registry): AnalysedSystem {
  const analysis = (): SystemAnalysis => analyse(modelOf(registry.plan()));
  return {
    amplificationOf: (service) => amplificationOf(analysis(), idOf(service)),
    worstCaseOf: (from, to) => worstCaseOf(analysis(), idOf(from), idOf(to)),
    capacityOf: (service) => analysis().capacityOf(idOf(service)),
    possibleAvailabilityOf: (service) => {
      const id = idOf(service);
      return (
        analysis()
          .availability()
          .find((each) => each.service === id)?.possible ?? 1
      );
    },
    blastRadiusOf: (service) => analysis().blastRadiusOf(idOf(service)),
    evacuations: () => analysis().evacuations(),
    simulate: (call) => simulateCall(registry, call),
    accepted: () => registry.verdict().accepted,
  };
}

function amplificationOf(analysis: SystemAnalysis, id: string): AmplificationSummary {
  const found = analysis.amplificationOf(id);
  if (found === undefined) throw new Error(`no request reaches ${id}`);
  const { entry, normal, connectionFailures, responseFailures, withBudgets, path } = found;
  return {
    entry,
    normal: toNumber(normal),
    connectionFailures: toNumber(connectionFailures),
    responseFailures: toNumber(responseFailures),
    withBudgets,
    path: path.map(({ edge }) => edge.id),
  };
}

function worstCaseOf(analysis: SystemAnalysis, from: string, to: string): WorstCase {
  const times = analysis
    .callTimes()
    .calls.filter(({ edge }) => edge.from === from && edge.to === to)
    .sort((a, b) => b.worstMs - a.worstMs);
  const [longest] = times;
  if (longest === undefined) throw new Error(`${from} does not call ${to}`);
  const { worstMs: ms, derivation } = longest;
  return { ms, derivation, orphanedMs: Math.max(...times.map(({ orphanedMs }) => orphanedMs)) };
}

function simulateCall(registry: Registry, call: SimulatedCall): SimulationResult {
  const { from, to, when = [], headers = {}, port } = call;
  const isOperation = to instanceof ServiceOperation;
  const owner = isOperation ? (to.owner as IConstruct) : to;
  const plan = registry.plan();
  const target = [...plan.graph.targets.values()].find(
    ({ namespace, name }) => `${namespace}/${name}` === idOf(owner),
  );
  const operation = target?.operations.find(({ name }) => isOperation && name === to.name);
  const example = operation && exampleOf(operation.request);
  return simulate(plan, {
    from: idOf(from),
    to: idOf(owner),
    request: {
      method: call.method ?? example?.method ?? 'GET',
      path: call.path ?? example?.path ?? '/',
      headers: Object.fromEntries(
        Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
      ),
      port,
    },
    failures: 'kind' in when ? [when] : when,
  });
}
