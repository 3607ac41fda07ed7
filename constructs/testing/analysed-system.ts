import { Chart } from 'cdk8s';
import type { IConstruct } from 'constructs';
import type { AcceptedFinding } from '../../lib/findings/suppress';
import { analyse, type SystemAnalysis } from '../../lib/graph/analysis/analyse';
import type { ServiceCapacity } from '../../lib/graph/analysis/capacity';
import type { Evacuation } from '../../lib/graph/analysis/evacuation';
import type { BlastRadius } from '../../lib/graph/analysis/reach';
import type { Shape } from '../../lib/graph/analysis/shapes';
import { at, numberOf } from '../../lib/graph/analysis/structure';
import { modelOf } from '../../lib/graph/model-of';
import { ServiceOperation } from '../../lib/graph/operation';
import type { Failure } from '../../lib/graph/simulate/failure';
import { simulate, type SimulationResult } from '../../lib/graph/simulate/simulate';
import type { Registry } from '../registry';
import {
  amplificationOf,
  drainOf,
  errorBudgetOf,
  longestOf,
  type AmplificationSummary,
  type DrainSummary,
  type ErrorBudget,
  type WorstCase,
} from './summaries';

/** A service, gateway or what else is called: the construct, or its `namespace/name`. */
export type NodeLike = IConstruct | string;

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
  /** The longest that a call from one to the other, or to an operation of it, can last. Throws where there is none. */
  worstCaseOf(from: NodeLike, to: NodeLike | ServiceOperation): WorstCase;
  /** The longest that a service, or an operation of it, works on one request, in milliseconds. */
  worstTimeOf(service: NodeLike | ServiceOperation): number;
  /** What is left of a service under an eviction and ejections, and its load. */
  capacityOf(service: NodeLike): ServiceCapacity;
  /** How the pods of a service go away. Throws for what the mesh does not run. */
  drainOf(service: NodeLike): DrainSummary;
  /** Share of 1 that the dependencies of a service leave to its availability. */
  possibleAvailabilityOf(service: NodeLike): number;
  /** What each dependency takes from the availability of a service. */
  errorBudgetOf(service: NodeLike): ErrorBudget;
  /** What fails or degrades while the service is down. */
  blastRadiusOf(service: NodeLike): BlastRadius;
  /** How many calls follow each other from a service on, and how many others it calls. */
  shapeOf(service: NodeLike): Shape;
  /** Circles of calls, each by the ids of its services. */
  cycles(): readonly (readonly string[])[];
  /** What the loss of each zone and region takes. */
  evacuations(): readonly Evacuation[];
  /**
   * What becomes of one request, or of a connection where the port carries no requests. Throws where the question makes
   * no sense: a failure that cannot show, a port that is not there.
   */
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
    worstCaseOf: (from, to) => worstCaseOf(analysis(), idOf(from), to),
    worstTimeOf: (service) => {
      const { structure, callTimes } = analysis();
      return at(callTimes().serviceMs, numberOf(structure, idOf(calleeOf(service))));
    },
    capacityOf: (service) => analysis().capacityOf(idOf(service)),
    drainOf: (service) => drainOf(analysis(), idOf(service)),
    possibleAvailabilityOf: (service) => errorBudgetOf(analysis(), idOf(service)).possible,
    errorBudgetOf: (service) => errorBudgetOf(analysis(), idOf(service)),
    shapeOf: (service) => {
      const { structure, shapes } = analysis();
      return at(shapes(), numberOf(structure, idOf(service)));
    },
    cycles: () =>
      analysis()
        .cycles()
        .map((links) => links.map(({ edge }) => edge.from)),
    blastRadiusOf: (service) => analysis().blastRadiusOf(idOf(service)),
    evacuations: () => analysis().evacuations(),
    simulate: (call) => simulateCall(registry, call),
    accepted: () => registry.verdict().accepted,
  };
}

function worstCaseOf(
  analysis: SystemAnalysis,
  from: string,
  to: NodeLike | ServiceOperation,
): WorstCase {
  const callee = idOf(calleeOf(to));
  const operation = to instanceof ServiceOperation ? to.name : undefined;
  const calls = analysis
    .callTimes()
    .calls.filter(({ edge }) => edge.from === from && edge.to === callee)
    // a call of the whole service may be of any operation
    .filter(({ edge }) => operation === undefined || (edge.operation ?? operation) === operation);
  const longest = longestOf(calls);
  if (longest !== undefined) return longest;
  throw new Error(
    `${from} does not call ${callee}${operation === undefined ? '' : `.${operation}`}`,
  );
}

function calleeOf(to: NodeLike | ServiceOperation): NodeLike {
  return to instanceof ServiceOperation ? (to.owner as IConstruct) : to;
}

function simulateCall(registry: Registry, call: SimulatedCall): SimulationResult {
  const { from, to, method, path, port, when = [], headers = {} } = call;
  return simulate(registry.plan(), {
    from: idOf(from),
    to: idOf(calleeOf(to)),
    request: {
      operation: to instanceof ServiceOperation ? to.name : undefined,
      method,
      path,
      headers: Object.fromEntries(
        Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
      ),
      port,
    },
    failures: 'kind' in when ? [when] : when,
  });
}
