import fc from 'fast-check';
import { analyse } from '../../../lib/graph/analysis/analyse';
import { meshTries } from '../../../lib/graph/analysis/tries';
import type { CallPattern } from '../../../lib/graph/call-pattern';
import type { EdgeModel, NodeModel, RetriesModel, SystemModel } from '../../../lib/graph/model';
import { aModel, anEdge, retries } from '../models';
import type { Adversary, Fate } from './adversary';

/** Where a unit of work begins. */
export const ENTRY = 's0';
const CONDITIONS = [['503', 'reset', 'connect-failure'], ['503'], ['connect-failure'], []];

/** A policy of a call, and how it is made. */
export const anyPolicy = fc.record({
  retryOn: fc.constantFrom(...CONDITIONS),
  attempts: fc.integer({ min: 0, max: 2 }),
  times: fc.constantFrom(1, 1, 2),
  clientRetries: fc.constantFrom(0, 0, 1),
  parallelGroup: fc.constantFrom(undefined, undefined, 'page'),
  fallback: fc.constantFrom(undefined, 'less'),
  deadlineMs: fc.constantFrom(undefined, 50, 400, 3000),
  perTryTimeoutMs: fc.constantFrom(undefined, 30, 90),
});

/** Up to five services, each of which calls some of those behind it, and one perhaps itself. */
export const anySystem = fc
  .tuple(
    fc.integer({ min: 2, max: 5 }),
    fc.array(fc.boolean(), { minLength: 10, maxLength: 10 }),
    fc.array(anyPolicy, { minLength: 11, maxLength: 11 }),
    fc.array(fc.integer({ min: 0, max: 200 }), { minLength: 5, maxLength: 5 }),
    fc.option(fc.integer({ min: 0, max: 4 }), { nil: undefined }),
  )
  .map(([size, isCalled, policies, own, peers]) => {
    const edges: EdgeModel[] = [];
    for (let from = 0; from < size; from += 1) {
      for (let to = from + 1; to < size; to += 1) {
        const policy = policies[edges.length];
        // every service is called by the one before it
        if (policy === undefined || (to > from + 1 && isCalled[edges.length] !== true)) continue;
        edges.push(edgeOf(`s${from}`, `s${to}`, policy));
      }
    }
    const last = policies.at(-1);
    if (last !== undefined && peers !== undefined && peers < size) {
      edges.push(edgeOf(`s${peers}`, `s${peers}`, last));
    }
    return aModel(edges, nodesOf(own.slice(0, size)));
  });

function nodesOf(own: readonly number[]): Readonly<Record<string, Partial<NodeModel>>> {
  return Object.fromEntries(
    own.map((ms, index) => [`s${index}`, { ownTime: { ms, origin: 'service' } }]),
  );
}

interface AnyPolicy extends CallPattern, Pick<RetriesModel, 'attempts' | 'perTryTimeoutMs'> {
  readonly retryOn: readonly string[];
  readonly deadlineMs: number | undefined;
}

/** A call with a policy; connecting takes up to 120 ms. */
export function edgeOf(
  from: string,
  to: string,
  { deadlineMs, perTryTimeoutMs, attempts, retryOn, ...pattern }: AnyPolicy,
): EdgeModel {
  return anEdge(from, to, {
    ...pattern,
    retries: retries(attempts, { perTryTimeoutMs, retryOn }),
    deadline: deadlineMs === undefined ? undefined : { ms: deadlineMs, origin: 'declared' },
    connectTimeoutMs: 120,
  });
}

/** Fates in an endless row, from a random start. */
export function fates(row: readonly Fate[]): () => Fate {
  let next = 0;
  return () => {
    const fate = row[next % row.length] ?? 'answered';
    next += 1;
    return fate;
  };
}

/** Nothing takes any time. */
export const AT_ONCE: Omit<Adversary, 'fateOf'> = { ownMs: () => 0, pauseMs: () => 0 };
/** Everything takes as long as it may. */
export const AT_LENGTH: Omit<Adversary, 'fateOf'> = {
  ownMs: ({ ownTime }) => ownTime.ms,
  connectMs: ({ edge }) => edge.connectTimeoutMs,
  // what Envoy does: up to the base, and twice as long each time, at most ten times the base
  pauseMs: ({ retries: policy }, retry) =>
    (policy?.backoffMs ?? 0) * Math.min(2 ** (retry - 1), 10),
};

/** Every try but the last of each call fails as slowly as it can, and is repeated. */
export function slowest(model: SystemModel): Adversary {
  const { calls } = analyse(model).callTimes();
  const calleeMs = ({ id }: EdgeModel): number =>
    calls.find(({ edge }) => edge.id === id)?.calleeMs ?? 0;
  return {
    ...AT_LENGTH,
    fateOf: ({ edge, mesh, client }) => {
      const tries = Math.max(meshTries(edge, 'connection'), meshTries(edge, 'response'));
      const isLast = mesh === tries - 1;
      if (!isLast && meshTries(edge, 'response') === 1) return 'refused';
      return isLast && client === edge.clientRetries ? 'answered' : 'failed';
    },
    // just before it would be cut off
    failsAfterMs: ({ edge }, fate) =>
      fate === 'refused'
        ? edge.connectTimeoutMs
        : Math.min(calleeMs(edge), edge.retries?.perTryTimeoutMs ?? Infinity),
  };
}

const anyRingPolicy = fc.record({
  attempts: fc.integer({ min: 0, max: 1 }),
  deadlineMs: fc.constantFrom(50, 400, 900),
  perTryTimeoutMs: fc.constantFrom(undefined, 30, 90),
  retryOn: fc.constantFrom(...CONDITIONS),
});

/** Two to four services that call each other in a circle, the first of them called by `s0`; every call has a deadline. */
export const anyCircle = fc
  .tuple(
    fc.integer({ min: 2, max: 4 }),
    fc.array(anyRingPolicy, { minLength: 5, maxLength: 5 }),
    fc.array(fc.integer({ min: 20, max: 200 }), { minLength: 5, maxLength: 5 }),
  )
  .map(([size, policies, own]) => {
    const pattern = {
      times: 1,
      clientRetries: 0,
      parallelGroup: undefined,
      fallback: 'less',
    } as const;
    const edges = policies.slice(0, size + 1).map((policy, index) => {
      const [from, to] = index === 0 ? [0, 1] : [index, (index % size) + 1];
      return edgeOf(`s${from}`, `s${to}`, { ...pattern, ...policy });
    });
    return aModel(edges, nodesOf(own.slice(0, size + 1)));
  });
