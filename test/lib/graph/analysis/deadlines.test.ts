import { analyse } from '../../../../lib/graph/analysis/analyse';
import type { CallTime } from '../../../../lib/graph/analysis/deadlines';
import type { EdgeModel, NodeModel } from '../../../../lib/graph/model';
import { aModel, anEdge, retries, retriesIfUnreached } from '../../../support/models';

function timeOf(
  id: string,
  edges: readonly EdgeModel[],
  own: Readonly<Record<string, number>>,
): CallTime {
  const nodes = Object.fromEntries(
    Object.entries(own).map(([node, ms]): [string, Partial<NodeModel>] => [
      node,
      { ownTime: { ms, origin: 'service' } },
    ]),
  );
  const found = analyse(aModel(edges, nodes)).callTimes();
  const time = found.calls.find(({ edge }) => edge.id === id);
  if (time === undefined) throw new Error(`there is no call ${id}`);
  return time;
}

const within = (ms: number): Pick<EdgeModel, 'deadline'> => ({
  deadline: { ms, origin: 'declared' },
});

test('three tries of 100 ms and pauses of 25 and 50 ms', () => {
  const time = timeOf('a→b', [anEdge('a', 'b', within(9000))], { b: 100 });
  expect(time.worstMs).toBe(3 * 100 + 25 + 50);
  expect(time.derivation).toBe('2 x 100ms + 100ms + 75ms of pauses = 375ms');
});

test('ten retries pause 25, 50, 100, 200 and then 250 ms each', () => {
  const edge = anEdge('a', 'b', { ...within(90_000), retries: retries(10) });
  expect(timeOf('a→b', [edge], { b: 100 }).worstMs).toBe(11 * 100 + 25 + 50 + 100 + 200 + 6 * 250);
});

test('the deadline ends everything', () => {
  const time = timeOf('a→b', [anEdge('a', 'b', within(350))], { b: 100 });
  expect(time.worstMs).toBe(350);
  expect(time.derivation).toMatch(/= 375ms, at most 350ms$/);
});

test('a try is cut off by its own timeout', () => {
  const edge = anEdge('a', 'b', { ...within(9000), retries: retries(2, { perTryTimeoutMs: 40 }) });
  expect(timeOf('a→b', [edge], { b: 100 }).worstMs).toBe(3 * 40 + 75);
});

test('a timeout of one try that is no shorter than the deadline is ignored: a slow callee gets one try', () => {
  const edge = anEdge('a', 'b', { ...within(100), retries: retries(2, { perTryTimeoutMs: 100 }) });
  expect(timeOf('a→b', [edge], { b: 500 })).toMatchObject({
    worstMs: 100,
    slowTries: 1,
    unreachableTries: 0,
  });
});

test.each([
  // ceil(1000 / 300) = 4 tries begin, of 11 that are allowed
  [1000, 300, 10, 4, 7],
  // ceil(1000 / 400) = 3, of 3
  [1000, 400, 2, 3, 0],
  // ceil(1000 / 500) = 2, of 3
  [1000, 500, 2, 2, 1],
])(
  'a deadline of %i ms has room for slow tries of %i ms with %i retries: %i begin, %i never do',
  (deadline, perTryTimeoutMs, attempts, slowTries, unreachableTries) => {
    const policy = retries(attempts, { perTryTimeoutMs });
    const edge = anEdge('a', 'b', { ...within(deadline), retries: policy });
    expect(timeOf('a→b', [edge], { b: 5000 })).toMatchObject({ slowTries, unreachableTries });
  },
);

test('a timeout of one try repeats nothing where retries are for what has not arrived', () => {
  const policy = { ...retriesIfUnreached(2), perTryTimeoutMs: 100 };
  const edge = anEdge('a', 'b', { ...within(1000), retries: policy });
  expect(timeOf('a→b', [edge], { b: 500 })).toMatchObject({ slowTries: 1, worstMs: 175 });
});

test('connecting in vain takes as long as connecting may', () => {
  const edge = anEdge('a', 'b', {
    ...within(9000),
    retries: retriesIfUnreached(2),
    connectTimeoutMs: 1000,
  });
  // three failed connections, which take longer than an answer; pauses of 25 and 50 ms
  expect(timeOf('a→b', [edge], { b: 300 }).worstMs).toBe(3 * 1000 + 75);
  // two failed connections, then an answer, which takes longer
  expect(timeOf('a→b', [edge], { b: 3000 }).worstMs).toBe(2 * 1000 + 3000 + 75);
});

const NEVER = { retries: retries(0) };

test('a caller waits for its calls one after the other', () => {
  const edges = [
    anEdge('a', 'b', { ...within(9000), ...NEVER }),
    anEdge('b', 'x', { ...within(300), ...NEVER }),
    anEdge('b', 'y', { ...within(500), ...NEVER, times: 2 }),
  ];
  expect(timeOf('a→b', edges, { b: 20, x: 1000, y: 1000 }).worstMs).toBe(20 + 300 + 2 * 500);
});

test('a parallel group takes as long as its longest call', () => {
  const parallelGroup = 'page';
  const edges = [
    anEdge('a', 'b', { ...within(9000), ...NEVER }),
    anEdge('b', 'x', { ...within(300), ...NEVER, parallelGroup }),
    anEdge('b', 'y', { ...within(500), ...NEVER, parallelGroup, times: 2 }),
  ];
  expect(timeOf('a→b', edges, { b: 20, x: 1000, y: 1000 }).worstMs).toBe(20 + 500);
});

test('retries of a client library wait for the mesh each time', () => {
  const edges = [
    anEdge('a', 'b', { ...within(9000), ...NEVER }),
    anEdge('b', 'x', { ...within(300), ...NEVER, clientRetries: 2 }),
  ];
  expect(timeOf('a→b', edges, { b: 20, x: 1000 }).worstMs).toBe(20 + 3 * 300);
});

test('a callee that goes on after its caller gave up is work for nobody', () => {
  const edges = [
    anEdge('a', 'b', { ...within(500), ...NEVER }),
    anEdge('b', 'x', { ...within(700), ...NEVER }),
  ];
  expect(timeOf('a→b', edges, { b: 100, x: 5000 })).toMatchObject({
    calleeMs: 800,
    orphanedMs: 300,
    fitting: { raiseToMs: 800, lowerCalleesToMs: 400 },
  });
});

test('where own time alone is too long, no callee can be lowered enough', () => {
  const { fitting } = timeOf('a→b', [anEdge('a', 'b', { ...within(50), ...NEVER })], { b: 100 });
  expect(fitting).toEqual({ raiseToMs: 100, lowerCalleesToMs: undefined });
});

test('on a circle of calls deadlines alone end the wait', () => {
  const edges = [
    anEdge('a', 'b', { ...within(9000), ...NEVER }),
    anEdge('b', 'a', { ...within(700), ...NEVER }),
  ];
  const own = { a: 10, b: 20 };
  expect(timeOf('b→a', edges, own).worstMs).toBe(700);
  expect(timeOf('a→b', edges, own).worstMs).toBe(20 + 700);
});
