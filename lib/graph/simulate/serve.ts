import { lostPods } from '../analysis/evacuation';
import { at, type Link, type Structure } from '../analysis/structure';
import { retriesOf } from '../analysis/tries';
import { groupBy } from '../../values/group-by';
import type { NodeModel } from '../model';
import { stepOf } from '../waiting';
import {
  hostsUnder,
  lostZones,
  ownTimeUnder,
  statusUnder,
  type Failure,
  type HostState,
} from './failure';
import { Rotation } from './rotation';
import { hasFailed, tryCall, type Answer } from './tries';

/** The system while something is wrong. */
export interface Disturbance {
  readonly structure: Structure;
  readonly failures: readonly Failure[];
  /** Answers of services, worked out before; those under way are on a circle. */
  readonly answers: Map<number, ServiceAnswer>;
}

/** What a service answers, and when. */
export interface ServiceAnswer {
  readonly status: number;
  readonly ms: number;
}

/** A system in which `failures` have happened. */
export function disturb(structure: Structure, failures: readonly Failure[]): Disturbance {
  return { structure, failures, answers: new Map() };
}

const OK = 200;
const FAILED = 503;

/** The answer of a host that is reached: own time, then every call; a hard call that fails ends it. */
export function answerOf(disturbance: Disturbance, node: number): ServiceAnswer {
  const { structure, failures, answers } = disturbance;
  const known = answers.get(node);
  if (known !== undefined) return known;
  const { id } = at(structure.nodes, node);
  const own = { status: statusUnder(failures, id) ?? OK, ms: ownTimeUnder(failures, id) };
  // whoever comes round a circle of calls finds only what is its own
  answers.set(node, own);
  if (own.status !== OK) return own;
  const answer = afterCalls(disturbance, stepsOf(at(structure.out, node)), own.ms);
  answers.set(node, answer);
  return answer;
}

function afterCalls(
  disturbance: Disturbance,
  steps: readonly (readonly Link[])[],
  own: number,
): ServiceAnswer {
  let ms = own;
  for (const step of steps) {
    const calls = step.map((link) => ({ link, answer: callOf(disturbance, link) }));
    const longest = calls.map(({ link: { edge }, answer }) =>
      edge.parallelGroup === undefined ? answer.ms * edge.times : answer.ms,
    );
    ms += Math.max(...longest);
    const isHit = calls.some(({ link, answer }) => hasFailed(answer) && !hasFallback(link));
    if (isHit) return { status: FAILED, ms };
  }
  return { status: OK, ms };
}

function hasFallback({ edge }: Link): boolean {
  return edge.fallback !== undefined;
}

/** One call over a link, with the policy of the link. */
function callOf(disturbance: Disturbance, { edge, to }: Link): Answer {
  const node = at(disturbance.structure.nodes, to);
  const call = {
    carriesRequests: edge.carriesRequests,
    retries: retriesOf(edge),
    clientRetries: edge.clientRetries,
    deadlineMs: edge.carriesRequests ? (edge.deadline?.ms ?? Infinity) : Infinity,
    connectTimeoutMs: edge.connectTimeoutMs,
    answer: answerOf(disturbance, to),
  };
  return tryCall(call, new Rotation(hostsOf(disturbance, to, fewest(node))));
}

/** A request goes to one version: at worst to that with the fewest pods. */
function fewest({ pods }: NodeModel): string | undefined {
  const [first, ...rest] = pods;
  return rest.reduce((small, each) => (each.min < (small?.min ?? 0) ? each : small), first)
    ?.version;
}

/** The hosts of a version, or of all where none is named; what nobody counts is one. */
export function hostsOf(
  { structure, failures }: Disturbance,
  number: number,
  version: string | undefined,
): readonly HostState[] {
  const node = at(structure.nodes, number);
  const lost = lostZones(failures);
  const named = node.pods.filter((pods) => version === undefined || pods.version === version);
  const parts = named.map(({ min }) => ({
    pods: min,
    unreachable: lostPods(structure.model, { node, pods: min }, { kind: 'zone', lost }),
  }));
  const sum = (key: 'pods' | 'unreachable'): number =>
    parts.reduce((result, part) => result + part[key], 0);
  const pods = node.pods.length === 0 ? (node.endpoints ?? 1) : sum('pods');
  return hostsUnder(failures, node.id, { pods, unreachable: sum('unreachable') });
}

/** Calls one after the other; those of one parallel group, and the operations of one target, are one step. */
function stepsOf(links: readonly Link[]): readonly (readonly Link[])[] {
  const steps = groupBy(links, ({ edge: { to, parallelGroup } }) =>
    stepOf({ target: to, parallelGroup }),
  );
  return [...steps.values()];
}
