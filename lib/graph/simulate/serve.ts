import { ejectableOf } from '../analysis/capacity';
import { lostPods } from '../analysis/evacuation';
import { at, numberOf, type Link, type Structure } from '../analysis/structure';
import { retriesOf } from '../analysis/tries';
import type { NodeModel, PodsModel } from '../model';
import { hostsUnder, ownTimeUnder, type Failure, type HostState } from './failure';
import { tryCall, type Answer } from './tries';

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

/** The answer of a host that is well: own time, then every call; a hard call that fails ends it. */
export function answerOf(disturbance: Disturbance, node: number): ServiceAnswer {
  const { structure, failures, answers } = disturbance;
  const known = answers.get(node);
  if (known !== undefined) return known;
  const own = ownTimeUnder(failures, at(structure.nodes, node).id);
  // whoever comes round a circle of calls finds only the own time
  answers.set(node, { status: OK, ms: own });
  const answer = afterCalls(disturbance, stepsOf(at(structure.out, node)), own);
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
    const calls = step.map((link) => ({ link, ...callOf(disturbance, link) }));
    const longest = calls.map(({ link: { edge }, ms: each }) =>
      edge.parallelGroup === undefined ? each * edge.times : each,
    );
    ms += Math.max(...longest);
    const failed = calls.some(({ link, status }) => status >= 500 && !hasFallback(link));
    if (failed) return { status: FAILED, ms };
  }
  return { status: OK, ms };
}

function hasFallback({ edge }: Link): boolean {
  return edge.fallback !== undefined;
}

/** One call over a link, with the policy of the link. */
export function callOf(disturbance: Disturbance, { edge, to }: Link): Answer {
  const [pods] = at(disturbance.structure.nodes, to).pods;
  const { ms, ...answer } = tryCall({
    retries: retriesOf(edge),
    deadlineMs: edge.deadline?.ms ?? Infinity,
    connectTimeoutMs: edge.connectTimeoutMs,
    hosts: hostsOf(disturbance, to, pods),
    answer: answerOf(disturbance, to),
  });
  const rounds = answer.status >= 500 ? 1 + edge.clientRetries : 1;
  return { ...answer, ms: ms * rounds };
}

/** The hosts of one version; what the mesh does not run counts as one. */
export function hostsOf(
  { structure, failures }: Disturbance,
  number: number,
  version: PodsModel | undefined,
): readonly HostState[] {
  const node = at(structure.nodes, number);
  const pods = version?.min ?? 1;
  const unreachable = failures.flatMap((failure) =>
    failure.kind === 'zone-lost' && version !== undefined
      ? [lostPods(structure.model, { node, pods }, { kind: 'zone', lost: failure.zone })]
      : [],
  );
  return hostsUnder(failures, node.id, { pods, unreachable: Math.max(0, ...unreachable) });
}

/** Calls one after the other; those of one parallel group, and the operations of one target, are one step. */
function stepsOf(links: readonly Link[]): readonly (readonly Link[])[] {
  const steps = new Map<string, Link[]>();
  for (const link of links) {
    const { parallelGroup, to } = link.edge;
    const key = parallelGroup === undefined ? `call ${to}` : `group ${parallelGroup}`;
    steps.set(key, [...(steps.get(key) ?? []), link]);
  }
  return [...steps.values()];
}

/** A host that fails again and again, and when it is taken out of rotation. */
export interface Ejection {
  readonly host: number;
  /** Failing tries in a row that it takes. */
  readonly afterFailures: number;
  readonly forMs: number;
}

/** The hosts that fail and may be ejected, as far as the percentage allows. */
export function ejectionsOf(
  hosts: readonly HostState[],
  version: PodsModel | undefined,
): readonly Ejection[] {
  const ejection = version?.ejection;
  if (version === undefined || ejection === undefined) return [];
  const failing = hosts.flatMap(({ kind }, index) => (kind === 'well' ? [] : [index + 1]));
  return failing.slice(0, ejectableOf(version)).map((host) => ({
    host,
    afterFailures: ejection.consecutiveFailures,
    forMs: ejection.baseEjectionTimeMs,
  }));
}

/** The number of the node called `id`. Throws where there is none. */
export function nodeNumber({ structure }: Disturbance, id: string): number {
  return numberOf(structure, id);
}

/** The pods of the version that a subset names; the only one where there is one. */
export function versionOf({ pods }: NodeModel, subset: string | undefined): PodsModel | undefined {
  return pods.find(({ version }) => version === subset) ?? pods[0];
}
