import { analyse } from '../../../../lib/graph/analysis/analyse';
import type { EdgeModel, NodeModel } from '../../../../lib/graph/model';
import { aModel, anEdge, retries } from '../../../support/models';
import { told } from './told';

const promise = (availabilityPercent: number): Partial<NodeModel> => ({
  objectives: { availabilityPercent, latencies: [] },
});
const within = (ms: number, percent = 99): Partial<NodeModel> => ({
  objectives: { availabilityPercent: undefined, latencies: [{ ms, percent }] },
});
const once = { retries: retries(0) };

function possible(
  edges: readonly EdgeModel[],
  nodes: Readonly<Record<string, Partial<NodeModel>>>,
): number {
  const found = analyse(aModel(edges, nodes))
    .availability()
    .find(({ service }) => service === 'a');
  return found?.possible ?? NaN;
}

test('hard dependencies multiply: 0.999 x 0.995', () => {
  const edges = [anEdge('a', 'b'), anEdge('a', 'c')];
  expect(possible(edges, { b: promise(99.9), c: promise(99.5) })).toBeCloseTo(0.999 * 0.995, 12);
});

test('a call made three times counts three times: 0.999^3', () => {
  expect(possible([anEdge('a', 'b', { times: 3 })], { b: promise(99.9) })).toBeCloseTo(
    0.999 ** 3,
    12,
  );
});

test('a call with a fallback costs nothing', () => {
  expect(possible([anEdge('a', 'b', { fallback: 'less' })], { b: promise(90) })).toBe(1);
});

test('a dependency without a promise passes on what its own leave it', () => {
  expect(possible([anEdge('a', 'b'), anEdge('b', 'c')], { c: promise(99) })).toBeCloseTo(0.99, 12);
});

test('a promise that the dependencies cannot keep is reported with the sum', () => {
  const edges = [anEdge('a', 'b', once), anEdge('a', 'c', once)];
  const nodes = { a: promise(99.9), b: promise(99.9), c: promise(99.5) };
  expect(told(aModel(edges, nodes))).toEqual([
    '[chart/a] MW1008 objectives: got 99.9 %, with b 99.9 % x c 99.5 % = 99.4005 %, want at most ' +
      '99.4005 %; promise less, give a call a `fallback`, or have the dependencies promise more',
  ]);
});

test('what retries may help is information alone: 1 - 0.001^3 of independent tries', () => {
  const model = aModel([anEdge('a', 'b')], { a: promise(99.95), b: promise(99.9) });
  expect(told(model)).toEqual([expect.stringMatching(/MW1009 .* at most 99\.9 % where the tries/)]);
});

describe('of the operations of one target the worst counts, whatever its name', () => {
  const often = { operation: 'get', id: 'a→b.get', retries: retries(2) };
  const never = { operation: 'put', id: 'a→b.put', retries: retries(0) };
  const atBest = (...calls: readonly Partial<EdgeModel>[]): number | undefined =>
    analyse(
      aModel(
        calls.map((call) => anEdge('a', 'b', call)),
        { b: promise(99) },
      ),
    )
      .availability()
      .find(({ service }) => service === 'a')?.possibleAtBest;

  test('in either order', () => {
    expect(atBest(often, never)).toBeCloseTo(0.99, 12);
    expect(atBest(never, often)).toBeCloseTo(0.99, 12);
  });

  test('though the better one is made more often', () => {
    expect(atBest({ ...often, times: 2 }, never)).toBeCloseTo(0.99, 12);
  });

  test('a promise that only the better could keep is a warning, and none where both can', () => {
    const telling = (put: Partial<EdgeModel>): string[] =>
      told(
        aModel([anEdge('a', 'b', often), anEdge('a', 'b', put)], {
          a: promise(99.9),
          b: promise(99),
        }),
      );
    expect(telling(never)).toEqual([expect.stringMatching(/MW1008 .* want at most 99 %/)]);
    expect(telling({ ...never, retries: retries(2) })).toEqual([expect.stringMatching(/MW1009/)]);
  });
});

test('a promise that is kept exactly is not reported', () => {
  expect(told(aModel([anEdge('a', 'b', once)], { a: promise(99.9), b: promise(99.9) }))).toEqual(
    [],
  );
});

test('latencies add up, one call after the other', () => {
  const edges = [anEdge('a', 'b', { times: 2 }), anEdge('a', 'c')];
  const nodes = { a: within(700), b: within(200), c: within(400) };
  expect(told(aModel(edges, nodes))).toEqual([
    expect.stringMatching(
      /MW1010 .* 700ms for 99 %, with b 2 x 200ms, c 400ms, want at least 800ms/,
    ),
  ]);
});

test('latencies of a parallel group do not', () => {
  const parallelGroup = 'page';
  const edges = ['b', 'c'].map((to) => anEdge('a', to, { parallelGroup }));
  expect(told(aModel(edges, { a: within(400), b: within(200), c: within(400) }))).toEqual([]);
});
