import fc from 'fast-check';
import { analyse } from '../../../../lib/graph/analysis/analyse';
import type { EdgeModel, SystemModel } from '../../../../lib/graph/model';
import type { Adversary, Fate } from '../../../support/brute-force/adversary';
import { simulateRequest } from '../../../support/brute-force/simulator';
import {
  anyCircle,
  anySystem,
  AT_LENGTH,
  AT_ONCE,
  ENTRY,
  fates,
  slowest,
} from '../../../support/brute-force/systems';
import { aModel, anEdge, retries } from '../../../support/models';

const anyFate = fc.array(fc.constantFrom<Fate>('answered', 'failed', 'refused'), {
  minLength: 1,
  maxLength: 7,
});

describe('on a circle of calls', () => {
  // by then every deadline is over
  const DEPTH = 12;

  test('no call takes longer than its worst case', () => {
    fc.assert(
      fc.property(anyCircle, anyFate, (model, row) => {
        const adversary = { ...AT_LENGTH, fateOf: fates(row) };
        const { longest } = simulateRequest(model, ENTRY, adversary, { depth: DEPTH });
        for (const { edge, worstMs } of analyse(model).callTimes().calls) {
          expect(longest.get(edge.id) ?? 0).toBeLessThanOrEqual(worstMs);
        }
      }),
      { numRuns: 100 },
    );
  });

  test('a call takes as long when every try but the last fails as slowly as it can', () => {
    fc.assert(
      fc.property(anyCircle, (model) => {
        const [first] = model.edges;
        const { longest } = simulateRequest(model, ENTRY, slowest(model), { depth: DEPTH });
        const { calls } = analyse(model).callTimes();
        const worst = calls.find(({ edge }) => edge === first)?.worstMs;
        expect(longest.get(first?.id ?? '')).toBe(worst);
      }),
      { numRuns: 100 },
    );
  });

  test('requests have no bound, however few there are at first', () => {
    fc.assert(
      fc.property(anyCircle, (model) => {
        const arrivalsAfter = (depth: number): number =>
          simulateRequest(
            model,
            ENTRY,
            { ...AT_ONCE, fateOf: () => 'answered' },
            { depth },
          ).arrivals.get('s1') ?? 0;
        expect(analyse(model).amplificationOf('s1')?.responseFailures).toBe('unbounded');
        expect(arrivalsAfter(40)).toBeGreaterThan(arrivalsAfter(20));
      }),
      { numRuns: 20 },
    );
  });
});

describe('work that goes on for nobody', () => {
  /** The callee of `edge` works as long as it may, while the tries of that call follow each other at once. */
  function patient(model: SystemModel, edge: EdgeModel): Adversary {
    const others = slowest(model);
    return {
      ...others,
      fateOf: (attempt) => (attempt.edge === edge ? 'answered' : others.fateOf(attempt)),
      connectMs: (attempt) => (attempt.edge === edge ? 0 : attempt.edge.connectTimeoutMs),
      pauseMs: (called, retry) => (called === edge ? 0 : others.pauseMs(called, retry)),
    };
  }

  const goingOn = ({ edges, ...model }: SystemModel): SystemModel => ({
    ...model,
    edges: edges.map((edge) => ({ ...edge, fallback: 'less' })),
  });

  test('is never more than computed while the callee is slow, and just that where tries are cut off', () => {
    fc.assert(
      fc.property(anySystem, (given) => {
        const model = goingOn(given);
        for (const { edge, calleeMs, orphanedMs } of analyse(model).callTimes().calls) {
          const { orphaned } = simulateRequest(model, edge.from, patient(model, edge));
          const found = orphaned.get(edge.id) ?? 0;
          const perTry = edge.retries?.perTryTimeoutMs ?? Infinity;
          const isCut = calleeMs > Math.min(perTry, edge.deadline?.ms ?? Infinity);
          expect(found).toBeGreaterThanOrEqual(isCut ? orphanedMs : 0);
          expect(found).toBeLessThanOrEqual(orphanedMs);
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe('while retry budgets are exhausted', () => {
  const TRY_MS = 50;
  const REQUESTS = 2000;

  const anyChain = fc.array(
    fc.record({
      attempts: fc.integer({ min: 0, max: 3 }),
      percent: fc.constantFrom(undefined, 10, 20, 50, 80),
    }),
    { minLength: 1, maxLength: 2 },
  );

  // callers fail after as long as those they call, so that all tries take equally long
  const failing: Adversary = {
    ...AT_ONCE,
    fateOf: () => 'failed',
    failsAfterMs: () => TRY_MS,
    ownMs: ({ id }) => (id === ENTRY ? 0 : 2 * TRY_MS),
  };

  test('as many requests arrive as computed, when all tries take equally long', () => {
    fc.assert(
      fc.property(anyChain, (chain) => {
        const edges = chain.map(({ attempts, percent }, index) =>
          anEdge(`s${index}`, `s${index + 1}`, {
            retries: retries(attempts, { backoffMs: 0 }),
            retryBudget: percent === undefined ? undefined : { percent, minConcurrency: 0 },
          }),
        );
        const model = aModel(edges);
        const target = `s${edges.length}`;
        const { arrivals } = simulateRequest(model, ENTRY, failing, { requests: REQUESTS });
        const bound = analyse(model).amplificationOf(target)?.withBudgets ?? 0;
        const each = (arrivals.get(target) ?? 0) / REQUESTS;
        // a share of what is in flight is rounded up; at first nothing is in flight
        expect(each).toBeLessThanOrEqual(bound * 1.03);
        expect(each).toBeGreaterThanOrEqual(bound * 0.9);
      }),
      { numRuns: 15 },
    );
  });
});
