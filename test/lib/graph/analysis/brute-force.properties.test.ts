import fc from 'fast-check';
import { analyse, type SystemAnalysis } from '../../../../lib/graph/analysis/analyse';
import { toNumber } from '../../../../lib/graph/analysis/count';
import { meshTries } from '../../../../lib/graph/analysis/tries';
import type { SystemModel } from '../../../../lib/graph/model';
import type { Fate, Try } from '../../../support/brute-force/adversary';
import { simulateRequest } from '../../../support/brute-force/simulator';
import {
  anyPolicy,
  anySystem,
  AT_LENGTH,
  AT_ONCE,
  edgeOf,
  ENTRY,
  fates,
  slowest,
} from '../../../support/brute-force/systems';
import { aModel } from '../../../support/models';

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
        const adversary = slowest(model);
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
