import fc from 'fast-check';
import { analyse, type SystemAnalysis } from '../../../../lib/graph/analysis/analyse';
import { toNumber } from '../../../../lib/graph/analysis/count';
import { meshTries } from '../../../../lib/graph/analysis/tries';
import type { EdgeModel, SystemModel } from '../../../../lib/graph/model';
import {
  simulateRequest,
  type Adversary,
  type Fate,
  type Try,
} from '../../../support/brute-force/simulator';
import { aModel, anEdge, retries } from '../../../support/models';

const ENTRY = 's0';
const CONDITIONS = [['503', 'reset', 'connect-failure'], ['503'], ['connect-failure'], []];

const anyPolicy = fc.record({
  retryOn: fc.constantFrom(...CONDITIONS),
  attempts: fc.integer({ min: 0, max: 2 }),
  times: fc.constantFrom(1, 1, 2),
  clientRetries: fc.constantFrom(0, 0, 1),
  parallelGroup: fc.constantFrom(undefined, undefined, 'page'),
  fallback: fc.constantFrom(undefined, 'less'),
  deadlineMs: fc.constantFrom(undefined, 50, 400, 3000),
  perTryTimeoutMs: fc.constantFrom(undefined, 30, 90),
});

/** Up to five services, each of which calls some of those behind it. */
const anySystem = fc
  .tuple(
    fc.integer({ min: 2, max: 5 }),
    fc.array(fc.boolean(), { minLength: 10, maxLength: 10 }),
    fc.array(anyPolicy, { minLength: 10, maxLength: 10 }),
    fc.array(fc.integer({ min: 0, max: 200 }), { minLength: 5, maxLength: 5 }),
  )
  .map(([size, isCalled, policies, own]) => {
    const edges: EdgeModel[] = [];
    for (let from = 0; from < size; from += 1) {
      for (let to = from + 1; to < size; to += 1) {
        const policy = policies[edges.length];
        // every service is called by the one before it
        if (policy === undefined || (to > from + 1 && isCalled[edges.length] !== true)) continue;
        edges.push(edgeOf(`s${from}`, `s${to}`, policy));
      }
    }
    const nodes = Array.from({ length: size }, (_, index) => [
      `s${index}`,
      { ownTime: { ms: own[index] ?? 0, origin: 'service' as const } },
    ]);
    return aModel(edges, Object.fromEntries(nodes) as Record<string, object>);
  });

function edgeOf(
  from: string,
  to: string,
  { deadlineMs, perTryTimeoutMs, attempts, retryOn, ...pattern }: PolicyOf<typeof anyPolicy>,
): EdgeModel {
  return anEdge(from, to, {
    ...pattern,
    retries: retries(attempts, { perTryTimeoutMs, retryOn }),
    deadline: deadlineMs === undefined ? undefined : { ms: deadlineMs, origin: 'declared' },
    connectTimeoutMs: 120,
  });
}

type PolicyOf<A> = A extends fc.Arbitrary<infer T> ? T : never;

/** Fates in an endless row, from a random start. */
function fates(row: readonly Fate[]): () => Fate {
  let next = 0;
  return () => {
    const fate = row[next % row.length] ?? 'answered';
    next += 1;
    return fate;
  };
}

const AT_ONCE: Omit<Adversary, 'fateOf'> = { ownMs: () => 0, pauseMs: () => 0 };
const AT_LENGTH: Omit<Adversary, 'fateOf'> = {
  ownMs: ({ ownTime }) => ownTime.ms,
  // what Envoy does: up to the base, and twice as long each time, at most ten times the base
  pauseMs: ({ retries: policy }, retry) =>
    (policy?.backoffMs ?? 0) * Math.min(2 ** (retry - 1), 10),
};

const anyFates = fc.array(fc.constantFrom<Fate>('answered', 'failed', 'failed'), {
  minLength: 1,
  maxLength: 7,
});

const others = ({ nodes }: SystemModel): string[] =>
  nodes.map(({ id }) => id).filter((id) => id !== ENTRY);

function worst(analysis: SystemAnalysis, id: string, kind: 'connection' | 'response'): number {
  const found = analysis.amplificationOf(id);
  if (found === undefined) throw new Error(`nothing reaches ${id}`);
  return toNumber(kind === 'connection' ? found.connectionFailures : found.responseFailures);
}

describe('requests that arrive at each service', () => {
  test('are never more than the amplification under response failures', () => {
    fc.assert(
      fc.property(anySystem, anyFates, (model, row) => {
        const analysis = analyse(model);
        const { arrivals } = simulateRequest(model, ENTRY, { ...AT_ONCE, fateOf: fates(row) });
        for (const id of others(model)) {
          expect(arrivals.get(id) ?? 0).toBeLessThanOrEqual(worst(analysis, id, 'response'));
        }
      }),
      { numRuns: 300 },
    );
  });

  test('are exactly that many when all but the last try of each call fails', () => {
    fc.assert(
      fc.property(anySystem, (model) => {
        const analysis = analyse(model);
        const fateOf = (attempt: Try): Fate => (isLastUseful(attempt) ? 'answered' : 'failed');
        const { arrivals } = simulateRequest(model, ENTRY, { ...AT_ONCE, fateOf });
        for (const id of others(model)) {
          expect(arrivals.get(id)).toBe(worst(analysis, id, 'response'));
        }
      }),
      { numRuns: 300 },
    );
  });
});

/** Whether no further try would follow a failing answer: where the mesh repeats none, the library's tries count. */
function isLastUseful({ edge, mesh, client }: Try): boolean {
  return client === edge.clientRetries && mesh === meshTries(edge, 'response') - 1;
}

test('tries towards a service that refuses all but the last connection are what was computed', () => {
  fc.assert(
    fc.property(anySystem, fc.nat(), (model, choice) => {
      const ids = others(model);
      const target = ids[choice % ids.length] ?? ENTRY;
      const fateOf = (attempt: Try): Fate => {
        const { edge, mesh, client } = attempt;
        if (edge.to !== target) return isLastUseful(attempt) ? 'answered' : 'failed';
        const isLast = client === edge.clientRetries && mesh === meshTries(edge, 'connection') - 1;
        return isLast ? 'answered' : 'refused';
      };
      const quick = {
        ...model,
        edges: model.edges.map((edge) => ({ ...edge, connectTimeoutMs: 0 })),
      };
      const { tries } = simulateRequest(quick, ENTRY, { ...AT_ONCE, fateOf });
      expect(tries.get(target)).toBe(worst(analyse(quick), target, 'connection'));
    }),
    { numRuns: 300 },
  );
});

describe('the time that a call takes', () => {
  const anyFate = fc.array(
    fc.constantFrom<Fate>('answered', 'failed', 'refused', 'answered', 'failed'),
    { minLength: 1, maxLength: 7 },
  );

  test('is never more than its worst case', () => {
    fc.assert(
      fc.property(anySystem, anyFate, (model, row) => {
        const { longest } = simulateRequest(model, ENTRY, { ...AT_LENGTH, fateOf: fates(row) });
        for (const { edge, worstMs } of analyse(model).callTimes().calls) {
          expect(longest.get(edge.id) ?? 0).toBeLessThanOrEqual(worstMs);
        }
      }),
      { numRuns: 300 },
    );
  });

  test('is exactly that when every try but the last fails as slowly as it can', () => {
    fc.assert(
      fc.property(anySystem, (given) => {
        // callers go on without what failed, or they would be done sooner
        const model = {
          ...given,
          edges: given.edges.map((edge) => ({ ...edge, fallback: 'less' })),
        };
        const adversary: Adversary = {
          ...AT_LENGTH,
          fateOf: (attempt) => slowestFate(attempt, model),
          // just before it would be cut off
          failsAfterMs: ({ edge }, fate) =>
            Math.min(
              fate === 'refused' ? edge.connectTimeoutMs : calleeMs(edge, model),
              edge.retries?.perTryTimeoutMs ?? Infinity,
            ),
        };
        for (const { edge, worstMs } of analyse(model).callTimes().calls) {
          const { longest } = simulateRequest(model, edge.from, adversary);
          expect(longest.get(edge.id)).toBe(worstMs);
        }
      }),
      { numRuns: 300 },
    );
  });
});

test('tries that begin while every one hangs until its own timeout are as many as computed', () => {
  fc.assert(
    fc.property(anyPolicy, (policy) => {
      const single = { ...policy, times: 1, clientRetries: 0, parallelGroup: undefined } as const;
      const model = aModel([edgeOf(ENTRY, 's1', single)]);
      const [time] = analyse(model).callTimes().calls;
      const { tries } = simulateRequest(model, ENTRY, { ...AT_ONCE, fateOf: () => 'hanging' });
      expect(tries.get('s1')).toBe(time?.slowTries);
    }),
    { numRuns: 300 },
  );
});

/** The end of a try that takes longest, among those after which it is repeated; the last may end in any way. */
function slowestFate({ edge, mesh, client }: Try, model: SystemModel): Fate {
  const callee = calleeMs(edge, model);
  const tries = Math.max(meshTries(edge, 'connection'), meshTries(edge, 'response'));
  const isLast = mesh === tries - 1;
  const answered = isLast || meshTries(edge, 'response') > 1 ? callee : -1;
  const refused = isLast || meshTries(edge, 'connection') > 1 ? edge.connectTimeoutMs : -1;
  if (refused > answered) return 'refused';
  return isLast && client === edge.clientRetries ? 'answered' : 'failed';
}

function calleeMs(edge: EdgeModel, model: SystemModel): number {
  const { calls } = analyse(model).callTimes();
  return calls.find((each) => each.edge.id === edge.id)?.calleeMs ?? 0;
}
