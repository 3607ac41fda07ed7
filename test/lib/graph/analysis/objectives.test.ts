import { analyse } from '../../../../lib/graph/analysis/analyse';
import { checkModel } from '../../../../lib/graph/analysis/rules';
import { findingLine, type Finding } from '../../../../lib/findings/finding';
import type { EdgeModel, NodeModel, SystemModel } from '../../../../lib/graph/model';
import { aModel, anEdge, retries } from '../../../support/models';

const promise = (availabilityPercent: number): Partial<NodeModel> => ({
  objectives: { availabilityPercent, latencies: [] },
});
const within = (ms: number, percent = 99): Partial<NodeModel> => ({
  objectives: { availabilityPercent: undefined, latencies: [{ ms, percent }] },
});
const once = { retries: retries(0) };

function told(model: SystemModel): string[] {
  const findings: Finding[] = [];
  checkModel(model, findings);
  return findings.map(findingLine);
}

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

describe('criticality', () => {
  const nodes = { a: { criticality: 'critical' }, b: { criticality: 'best-effort' } } as const;

  test('a critical service behind a lesser one is reported', () => {
    expect(told(aModel([anEdge('a', 'b')], nodes))).toEqual([
      expect.stringMatching(/MW1011 calls\(b\): got best-effort b behind critical a/),
    ]);
  });

  test('with a fallback, or the other way round, it is not', () => {
    expect(told(aModel([anEdge('a', 'b', { fallback: 'less' })], nodes))).toEqual([]);
    expect(told(aModel([anEdge('b', 'a')], nodes))).toEqual([]);
  });

  test('where one of the two is not known, nothing is concluded', () => {
    expect(told(aModel([anEdge('a', 'c')], { a: nodes.a }))).toEqual([]);
  });
});

test('the blast radius follows hard calls up to the entries, and names who degrades', () => {
  const edges = [anEdge('web', 'a'), anEdge('a', 'b'), anEdge('c', 'b', { fallback: 'less' })];
  const model = aModel(edges, { web: { kind: 'gateway' } });
  expect(analyse(model).blastRadiusOf('b')).toEqual({
    service: 'b',
    failing: ['a', 'web'],
    degraded: ['c'],
    through: { a: 'a→b', web: 'web→a', c: 'c→b' },
    entries: ['web → a'],
  });
});

test('depth and fan-out: three calls in a row, two callees', () => {
  const edges = ['a>b', 'b>c', 'c>d', 'b>d'].map((pair) => {
    const [from = '', to = ''] = pair.split('>');
    return anEdge(from, to);
  });
  const shapes = analyse(aModel(edges)).shapes();
  expect(shapes.find(({ service }) => service === 'a')).toMatchObject({ depth: 3, fanOut: 1 });
  expect(shapes.find(({ service }) => service === 'b')).toMatchObject({ depth: 2, fanOut: 2 });
});

test('a circle of calls is reported once, at the call that closes it', () => {
  const edges = [anEdge('a', 'b'), anEdge('b', 'c'), anEdge('c', 'a')];
  expect(told(aModel(edges))).toEqual([
    expect.stringMatching(/\[chart\/c\] MW1002 calls\(a\): got a → b → c → a/),
  ]);
});

test('a service that nobody outside reaches is reported, where somebody reaches others', () => {
  const model = aModel([anEdge('web', 'a')], { web: { kind: 'gateway' }, lost: {} });
  expect(told(model)).toEqual([expect.stringMatching(/\[chart\/lost\] MW1013/)]);
  expect(told(aModel([anEdge('b', 'a')], { lost: {} }))).toEqual([]);
});
