import type { Finding } from '../../../../lib/findings/finding';
import { amplificationBeyond } from '../../../../lib/graph/analysis/amplification-screen';
import { checkModel } from '../../../../lib/graph/analysis/rules';
import { structureOf } from '../../../../lib/graph/analysis/structure';
import type { EdgeModel } from '../../../../lib/graph/model';
import { aModel, anEdge, retries } from '../../../support/models';
import { told } from './told';

describe('the limit', () => {
  const beyond = (edges: readonly EdgeModel[], limit: number): [string, number][] => {
    const structure = structureOf(aModel(edges));
    return amplificationBeyond(structure, limit).map(({ node, factor }) => [
      structure.nodes[node]?.id ?? '',
      factor,
    ]);
  };
  const chain = [anEdge('a', 'b'), anEdge('b', 'c'), anEdge('c', 'd'), anEdge('d', 'e')];

  test('is a multiple of the load without failures', () => {
    expect(beyond([anEdge('a', 'b', { times: 100 })], 3)).toEqual([]);
    expect(beyond([anEdge('a', 'b', { times: 100 })], 2.9)).toEqual([['b', 3]]);
  });

  test('is exceeded where it is first exceeded, and not again by those below', () => {
    expect(beyond(chain, 10)).toEqual([['d', 27]]);
  });

  test('is not exceeded by what equals it', () => {
    expect(beyond(chain, 81)).toEqual([]);
  });

  test('counts what a retry budget allows, and names it', () => {
    const retryBudget = { percent: 20, minConcurrency: 3 };
    const budgeted = chain.map((edge) => ({ ...edge, retryBudget }));
    // 1.25^4
    expect(beyond(budgeted, 2.5)).toEqual([]);
    expect(beyond(budgeted, 2.4)).toEqual([['e', 1.25 ** 4]]);
    const limits = { amplification: 1.5, depth: 10, fanOut: 10 };
    expect(told(aModel(budgeted, {}, { limits }))).toEqual([
      expect.stringContaining(
        'got 1.56 times the load on c, most of it by a → b → c: 1.25 x 1.25, want',
      ),
    ]);
  });

  test('is told of a long path by its ends, and whole as data', () => {
    const long = Array.from({ length: 40 }, (_, index) =>
      anEdge(`s${index}`, `s${index + 1}`, {
        retries: retries(index === 39 ? 9 : 0),
        deadline: { ms: 1000, origin: 'declared' },
      }),
    );
    const limits = { amplification: 9, depth: 50, fanOut: 10 };
    const findings: Finding[] = [];
    checkModel(aModel(long, {}, { limits }), findings);
    const found = findings.find(({ code }) => code === 'MW1001');
    expect(found?.got).toBe(
      '10 times the load on s40, most of it by s0 → s1 → s2 → s3 → s4 → s5 → s6 → s7 → s8 → s9 → ' +
        '… (30 more) → s40: 1 x 1 x 1 x 1 x 1 x 1 x 1 x 1 x 1 x 1 x … (29 more) x 10',
    );
    expect(found?.listed).toEqual(long.map(({ id }) => id));
  });

  test('is told with the factor and the path that carries most', () => {
    const limits = { amplification: 10, depth: 10, fanOut: 10 };
    expect(told(aModel(chain, {}, { limits }))).toEqual([
      '[chart/c] MW1001 calls(d): got 27 times the load on d, most of it by a → b → c → d: ' +
        '3 x 3 x 3, want at most 10 times its load; take retries from the calls of the path, or ' +
        'raise `limits.amplification` of the Mesh',
    ]);
    expect(told(aModel(chain.slice(0, 2), {}, { limits }))).toEqual([]);
  });
});
