import { analyse } from '../../../../lib/graph/analysis/analyse';
import type { EdgeModel } from '../../../../lib/graph/model';
import { aModel, anEdge, retries } from '../../../support/models';
import { told } from './told';

test('depth and fan-out: three calls in a row, two callees', () => {
  const edges = ['a>b', 'b>c', 'c>d', 'b>d'].map((pair) => {
    const [from = '', to = ''] = pair.split('>');
    return anEdge(from, to);
  });
  const shapes = analyse(aModel(edges)).shapes();
  expect(shapes.find(({ service }) => service === 'a')).toMatchObject({ depth: 3, fanOut: 1 });
  expect(shapes.find(({ service }) => service === 'b')).toMatchObject({ depth: 2, fanOut: 2 });
});

/** So many calls in a row: `s0` to `s${length}`. */
function chain(length: number): EdgeModel[] {
  return Array.from({ length }, (_, index) =>
    anEdge(`s${index}`, `s${index + 1}`, { retries: NEVER }),
  );
}

const NEVER = retries(0, { retryOn: [] });

describe('calls in a row', () => {
  test('beyond the limit are told once, at the first of them, with the way', () => {
    expect(told(aModel(chain(11)))).toEqual([
      '[chart/s0] MW1014 calls: got 11 in a row: s0 → s1 → s2 → s3 → s4 → s5 → s6 → s7 → s8 → s9 → ' +
        's10 → s11, want at most 10: each adds its failures and its time to those of all before it; ' +
        'let a caller ask the last service itself, let a call go by a queue, or raise ' +
        '`limits.depth` of the Mesh',
    ]);
  });

  test('are told by the longest way, where a shorter one leads there too', () => {
    const edges = [anEdge('s0', 's5', { retries: NEVER }), ...chain(11)];
    expect(told(aModel(edges))).toEqual([
      expect.stringMatching(/got 11 in a row: s0 → s1 → s2 → s3 → s4 → s5 → /),
    ]);
  });

  test('of which there are very many are told with the first and the last', () => {
    expect(told(aModel(chain(30)))).toEqual([
      expect.stringMatching(/got 30 in a row: s0 → .* → s9 → … \(20 more\) → s30, want/),
    ]);
  });

  test('up to the limit are not, whichever limit the mesh has', () => {
    expect(told(aModel(chain(10)))).toEqual([]);
    const limits = { amplification: 27, depth: 11, fanOut: 10 };
    expect(told(aModel(chain(11), {}, { limits }))).toEqual([]);
  });

  test('are counted from the first service, not from the gateway before it', () => {
    const edges = [anEdge('web', 's0', { retries: NEVER }), ...chain(10)];
    expect(told(aModel(edges, { web: { kind: 'gateway' } }))).toEqual([]);
  });

  test('that go round in a circle are told as that alone', () => {
    const edges = [...chain(11), anEdge('s11', 's0', { retries: NEVER })];
    expect(told(aModel(edges))).toEqual([expect.stringMatching(/MW1002/)]);
  });
});

describe('callees of one service', () => {
  const callees = (count: number, from = 'a'): EdgeModel[] =>
    Array.from({ length: count }, (_, index) => anEdge(from, `b${10 + index}`));

  test('beyond the limit are told, by name', () => {
    expect(told(aModel(callees(11)))).toEqual([
      '[chart/a] MW1018 calls: got 11: b10, b11, b12, b13, b14, b15, b16, b17, b18, b19, b20, want ' +
        'at most 10: a request that waits for all is as slow as the slowest; move calls that belong ' +
        'together behind a service of their own, or raise `limits.fanOut` of the Mesh',
    ]);
  });

  test('up to the limit are not, and operations of one callee count once', () => {
    expect(told(aModel(callees(10)))).toEqual([]);
    expect(told(aModel([...callees(10), ...callees(10)]))).toEqual([]);
    const limits = { amplification: 27, depth: 10, fanOut: 11 };
    expect(told(aModel(callees(11), {}, { limits }))).toEqual([]);
  });

  test('of a gateway are as many as it has routes, of which a request takes one', () => {
    expect(told(aModel(callees(30, 'web'), { web: { kind: 'gateway' } }))).toEqual([]);
  });

  test('do not count pods of the service itself', () => {
    const peers = anEdge('a', 'a', { deadline: { ms: 100, origin: 'declared' } });
    expect(told(aModel([...callees(10), peers]))).toEqual([]);
  });
});
