import { analyse } from '../../../../lib/graph/analysis/analyse';
import type { EdgeModel, NodeModel } from '../../../../lib/graph/model';
import { aModel, anEdge, retries, retriesIfUnreached } from '../../../support/models';
import { NEVER, timeOf, within } from './times';
import { told } from './told';

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

test('connecting in vain takes as long as connecting may, and so does connecting before an answer', () => {
  const edge = anEdge('a', 'b', {
    ...within(9000),
    retries: retriesIfUnreached(2),
    connectTimeoutMs: 1000,
  });
  // two failed connections, then one that is made at the last moment and an answer; pauses of 25 and 50 ms
  expect(timeOf('a→b', [edge], { b: 300 })).toMatchObject({
    worstMs: 2 * 1000 + 1000 + 300 + 75,
    derivation: '2 x 1000ms + (1000ms to connect + 300ms) + 75ms of pauses = 3375ms',
  });
});

// seen on Envoy 1.40: three connections in vain with a timeout of 200 ms for one try took 3 x 500 ms
test('the timeout of one try begins with the connection', () => {
  const policy = retries(2, { perTryTimeoutMs: 200 });
  const edge = anEdge('a', 'b', { ...within(9000), retries: policy, connectTimeoutMs: 500 });
  expect(timeOf('a→b', [edge], { b: 3000 }).worstMs).toBe(3 * (500 + 200) + 75);
});

test('where no requests are carried all there is to wait for is the connection', () => {
  const edge = anEdge('a', 'b', {
    carriesRequests: false,
    retries: undefined,
    connectTimeoutMs: 500,
  });
  expect(timeOf('a→b', [edge], { b: 3000 })).toMatchObject({ worstMs: 500, derivation: '500ms' });
});

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

test('on a circle of calls deadlines alone end the wait', () => {
  const edges = [
    anEdge('a', 'b', { ...within(9000), ...NEVER }),
    anEdge('b', 'a', { ...within(700), ...NEVER }),
  ];
  const own = { a: 10, b: 20 };
  expect(timeOf('b→a', edges, own).worstMs).toBe(700);
  expect(timeOf('a→b', edges, own).worstMs).toBe(20 + 700);
});

test('on a circle of calls a service takes its own time and that of its calls, as printed', () => {
  const edges = [
    anEdge('web', 'a', NEVER),
    anEdge('a', 'b', { ...within(9000), ...NEVER }),
    anEdge('b', 'c', NEVER),
    anEdge('c', 'a', { ...within(700), ...NEVER }),
    anEdge('c', 'c', { ...within(40), ...NEVER }),
  ];
  const own = { a: 10, b: 20, c: 30 };
  const nodes = Object.fromEntries(
    Object.entries(own).map(([id, ms]) => [id, { ownTime: { ms, origin: 'service' as const } }]),
  );
  const { structure, callTimes } = analyse(aModel(edges, nodes));
  const { calls, serviceMs } = callTimes();
  // c waits 700 and 40 ms, b for c, a for b, and web for a
  const expected = { c: 30 + 740, b: 20 + 770, a: 10 + 790, web: 800 };
  expect(
    Object.fromEntries(structure.nodes.map(({ id }, number) => [id, serviceMs[number]])),
  ).toEqual(expected);
  for (const { edge, calleeMs } of calls.filter(({ edge: { from, to } }) => from !== to)) {
    expect(expected).toMatchObject({ [edge.to]: calleeMs });
  }
  // a peer of c goes no further: 30 + 700
  expect(calls.find(({ edge }) => edge.id === 'c→c')?.calleeMs).toBe(730);
});

describe('a deadline that is shorter than what the callee waits for', () => {
  const system = (
    ms: number,
    own: Partial<NodeModel> = {},
    call: Partial<EdgeModel> = {},
  ): string[] =>
    told(
      aModel(
        [
          anEdge('a', 'b', { ...within(ms), ...NEVER, ...call }),
          anEdge('b', 'x', { ...within(300), ...NEVER }),
          anEdge('b', 'y', { ...within(500), ...NEVER }),
        ],
        {
          b: own,
          x: { ownTime: { ms: 9000, origin: 'service' } },
          y: { ownTime: { ms: 9000, origin: 'service' } },
        },
      ),
    ).filter((line) => line.includes('chart/a'));

  test('is reported with both ways out: 300 + 500 ms do not fit into 700', () => {
    expect(system(700)).toEqual([
      '[chart/a] MW1003 calls(b).timeout: got 700ms, while b may take 800ms, want at least 800ms; ' +
        'raise the `timeout`, or let the calls of b together take 700ms at most',
    ]);
  });

  test('counts the own time of the callee where somebody declared it, and no other', () => {
    expect(system(800, { ownTime: { ms: 50, origin: 'service' } })).toEqual([
      expect.stringMatching(/got 800ms, while b may take 850ms, .* together take 750ms at most$/),
    ]);
    expect(system(800, { ownTime: { ms: 50, origin: 'mesh' } })).toEqual([]);
  });

  test('is not reported where it fits, where it was derived, or where no proxy keeps it', () => {
    expect(system(800)).toEqual([]);
    expect(system(700, {}, { deadline: { ms: 700, origin: 'derived' } })).toEqual([]);
    expect(system(700, {}, { isEnforced: false })).not.toContainEqual(
      expect.stringContaining('MW1003'),
    );
  });
});

describe('operations', () => {
  const node = {
    operations: ['charge', 'quote', 'refund'],
    ownTime: { ms: 20, origin: 'service' },
  };
  const edges = [
    anEdge('a', 'b', { ...within(9000), id: 'a→b.quote', operation: 'quote', retries: retries(2) }),
    anEdge('c', 'b', { ...within(9000), ...NEVER, id: 'c→b.quote', operation: 'quote' }),
    anEdge('a', 'b', { ...within(9000), ...NEVER, id: 'a→b.charge', operation: 'charge' }),
    anEdge('b', 'x', { ...within(300), ...NEVER }),
  ];
  const times = (calls: readonly EdgeModel[]) =>
    analyse(
      aModel(calls, {
        b: node as Partial<NodeModel>,
        x: { ownTime: { ms: 9000, origin: 'service' } },
      }),
    )
      .operationsOf('b')
      .map(({ operation, worstMs, longestCall }) => [
        operation,
        worstMs,
        longestCall?.edge.id,
        longestCall?.worstMs,
      ]);

  test('each take as long as the service with all its calls, and a call of one with its retries', () => {
    expect(times(edges)).toEqual([
      ['charge', 320, 'a→b.charge', 320],
      // 2 x 320 + 320 + 25 + 50
      ['quote', 320, 'a→b.quote', 1035],
      ['refund', 320, undefined, undefined],
    ]);
  });

  test('may each be meant by a call of the whole service', () => {
    const whole = anEdge('d', 'b', { ...within(9000), id: 'd→b', retries: retries(3) });
    expect(times([...edges, whole]).map(([, , id]) => id)).toEqual(['d→b', 'd→b', 'd→b']);
  });
});
