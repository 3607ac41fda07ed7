import { Duration } from 'cdk8s';
import { Operation, Port, Retries, type ResilientServiceProps } from '../../../constructs';
import type { DeadlinePlan } from '../../../lib/graph/edge';
import type { Repeatability } from '../../../lib/graph/operation';
import type { RetriesDeclaration } from '../../../lib/traffic/declare-retries';
import { DEFAULT } from '../../../lib/traffic/layers';
import { longestBackoffsMs, planRetries, type RetryPlan } from '../../../lib/traffic/plan-retries';
import type { DeclaredSystem } from '../../../constructs/testing';
import { aService, lines, shop } from '../../support/declare';
import { routeOf, type HttpRoute } from '../rendered';

const UNREACHED = ['connect-failure', 'refused-stream', 'reset-before-request'];
function deadlineOf(ms: number, origin: DeadlinePlan['origin'] = 'declared'): DeadlinePlan {
  return { ms, origin, from: DEFAULT, neededMs: ms };
}

function plan(
  repeatability: Repeatability,
  declared?: Partial<RetriesDeclaration>,
  more: { deadline?: DeadlinePlan; isGrpc?: boolean } = {},
): RetryPlan {
  const { deadline = deadlineOf(7000), isGrpc = false } = more;
  const complete: RetriesDeclaration = {
    kind: 'response',
    attempts: 1,
    conditions: undefined,
    perTryTimeoutMs: undefined,
    backoffMs: undefined,
    retryIgnorePreviousHosts: undefined,
    retryRemoteLocalities: undefined,
    ...declared,
  };
  return planRetries({ declared: declared && complete, repeatability, deadline, isGrpc });
}

const never = { kind: 'unreached', attempts: 0 } as const;
const ifUnreached = (attempts: number) => ({ kind: 'unreached', attempts }) as const;

describe('without a word about retries', () => {
  test('an unsafe call is repeated twice where it cannot have reached the server', () => {
    expect(plan('unsafe')).toEqual({
      attempts: 2,
      perTryTimeoutMs: undefined,
      retryOn: UNREACHED,
      backoffMs: 25,
      retryIgnorePreviousHosts: true,
      retryRemoteLocalities: false,
    });
  });

  test.each(['safe', 'idempotent', 'keyed'] as const)(
    'a call that is %s is repeated once, after a reset and 503 too',
    (repeatability) => {
      expect(plan(repeatability)).toEqual({
        attempts: 1,
        // (7000 ms - 25 ms of back-off) / 2 tries, rounded down
        perTryTimeoutMs: 3487,
        retryOn: ['503', ...UNREACHED.slice(0, 2), 'reset', 'reset-before-request'],
        backoffMs: 25,
        retryIgnorePreviousHosts: true,
        retryRemoteLocalities: false,
      });
    },
  );

  test('a gRPC call that may be repeated is so after `unavailable` too; an unsafe one is not', () => {
    expect(plan('safe', undefined, { isGrpc: true }).retryOn).toContain('unavailable');
    expect(plan('unsafe', undefined, { isGrpc: true }).retryOn).toEqual(UNREACHED);
    expect(plan('safe').retryOn).not.toContain('unavailable');
  });
});

describe('with a word about retries', () => {
  test.each(['safe', 'idempotent', 'keyed', 'unsafe'] as const)(
    'never means never, also for a call that is %s',
    (repeatability) => {
      expect(plan(repeatability, never)).toMatchObject({ attempts: 0, retryOn: [] });
    },
  );

  test('ifUnreached repeats only that, also where more would be harmless', () => {
    expect(plan('safe', ifUnreached(7))).toEqual({
      attempts: 7,
      perTryTimeoutMs: undefined,
      retryOn: UNREACHED,
      backoffMs: 25,
      retryIgnorePreviousHosts: true,
      retryRemoteLocalities: false,
    });
  });

  test('conditions replace ours, and never those that cannot have reached the server', () => {
    const { retryOn } = plan('safe', { conditions: ['gateway-error', 429] });
    expect(retryOn).toEqual([
      '429',
      ...UNREACHED.slice(0, 1),
      'gateway-error',
      ...UNREACHED.slice(1),
    ]);
  });

  test('no conditions at all leave those that cannot have reached the server', () => {
    expect(plan('safe', { conditions: [] })).toMatchObject({
      perTryTimeoutMs: undefined,
      retryOn: UNREACHED,
    });
  });

  test('what may have reached the server is never repeated for an unsafe call', () => {
    expect(plan('unsafe', { attempts: 3, conditions: ['5xx'] }).retryOn).toEqual(UNREACHED);
  });
});

test.each([
  [1, 25],
  [2, 75],
  [3, 175],
  [4, 375],
  [7, 1125],
  [10, 1875],
])('the longest pauses before %i retries take %i ms together', (attempts, ms) => {
  // 25, 50, 100 and 200 ms, then 250 ms each: twice the last one, at most ten times 25 ms
  expect(longestBackoffsMs(attempts, 25)).toBe(ms);
});

describe('the share of one try', () => {
  test.each([
    // floor((deadline - pauses) / tries)
    [2000, 1, 987],
    [2000, 2, 641],
    [3000, 3, 706],
    [10_000, 4, 1925],
    [27, 1, 1],
  ])('of %i ms with %i retries is %i ms', (ms, attempts, share) => {
    const deadline = deadlineOf(ms);
    expect(plan('safe', { attempts }, { deadline }).perTryTimeoutMs).toBe(share);
  });

  test('is none where the pauses alone outlast the deadline', () => {
    const deadline = deadlineOf(26);
    expect(plan('safe', { attempts: 1 }, { deadline }).perTryTimeoutMs).toBeUndefined();
  });

  test.each(['derived', 'capped'] as const)(
    'is none of a deadline that was %s: that is what one try needs',
    (origin) => {
      const deadline = deadlineOf(7000, origin);
      expect(plan('safe', undefined, { deadline }).perTryTimeoutMs).toBeUndefined();
    },
  );

  test.each(['derived', 'declared'] as const)(
    'is what was asked for, also of a deadline that was %s',
    (origin) => {
      const deadline = deadlineOf(7000, origin);
      const { perTryTimeoutMs } = plan('safe', { perTryTimeoutMs: 1300 }, { deadline });
      expect(perTryTimeoutMs).toBe(1300);
    },
  );

  test.each([
    ['reset', 3487],
    ['5xx', 3487],
    ['gateway-error', 3487],
    ['retriable-4xx', undefined],
    ['unavailable', undefined],
    [503, undefined],
  ] as const)(
    'depends on whether a try that was cut off is repeated: after %s',
    (condition, ms) => {
      expect(plan('safe', { conditions: [condition] }).perTryTimeoutMs).toBe(ms);
    },
  );
});

describe('as Istio reads it', () => {
  const operations = {
    quote: Operation.safe('GET /quotes/{id}'),
    charge: Operation.keyed('POST /charges', { keyHeader: 'Idempotency-Key' }),
    refund: Operation.unsafe('POST /refunds'),
  };

  function called(
    operation: keyof typeof operations,
    retries?: Retries<'unreached'>,
    overrides: ResilientServiceProps = {},
  ): DeclaredSystem {
    const system = shop((chart) => {
      const payments = aService(chart, 'payments', { ...overrides, operations });
      aService(chart, 'orders').calls(payments.operations[operation], {
        timeout: Duration.seconds(2),
        retries,
      });
    });
    expect(lines(system)).toEqual([]);
    return system;
  }

  const retriesOf = (system: DeclaredSystem, route: string): HttpRoute['retries'] =>
    routeOf(system, 'payments', route).retries;

  test('every value is written out, the conditions without spaces', () => {
    expect(retriesOf(called('quote'), 'shop.orders.quote')).toEqual({
      attempts: 1,
      perTryTimeout: '987ms',
      retryOn: '503,connect-failure,refused-stream,reset,reset-before-request',
      backoff: '25ms',
      retryIgnorePreviousHosts: true,
      retryRemoteLocalities: false,
    });
  });

  test('attempts 0 stand alone, as anything beside them is refused', () => {
    expect(retriesOf(called('quote', Retries.never()), 'shop.orders.quote')).toEqual({
      attempts: 0,
    });
  });

  test('an unsafe operation has no per-try timeout, which would only shorten it', () => {
    expect(retriesOf(called('refund'), 'shop.orders.refund')).not.toHaveProperty('perTryTimeout');
  });

  test('a keyed operation is repeated with its key, and is unsafe without it', () => {
    const system = called('charge');
    expect(routeOf(system, 'payments', 'shop.orders.charge')).toMatchObject({
      match: [{ headers: { 'idempotency-key': {} } }],
      timeout: '2s',
      retries: { attempts: 1, retryOn: expect.stringContaining('503') as string },
    });
    const without = routeOf(system, 'payments', 'shop.orders.charge.without-key');
    expect(without.match).toEqual([expect.not.objectContaining({ headers: expect.anything() })]);
    expect(without).toMatchObject({
      timeout: '2s',
      retries: { attempts: 2, retryOn: UNREACHED.join(',') },
    });
  });

  test('the retries of a keyed operation are told with its key and without it', () => {
    expect(called('charge').calls()).toMatchObject([{ retries: 1, retriesWithoutKey: 2 }]);
    expect(called('quote').calls()).toMatchObject([{ retries: 1, retriesWithoutKey: undefined }]);
  });

  test('a keyed operation that is never repeated is so without its key too', () => {
    const system = called('charge', Retries.never());
    expect(retriesOf(system, 'shop.orders.charge')).toEqual({ attempts: 0 });
    expect(retriesOf(system, 'shop.orders.charge.without-key')).toEqual({ attempts: 0 });
  });

  test.each([
    [Port.grpc(7070), true],
    [Port.of('grpc-web', 7070), true],
    [Port.http2(7070), false],
  ])('gRPC is told by the protocol of the port: $protocol', (port, isGrpc) => {
    const retries = retriesOf(called('quote', undefined, { port }), 'shop.orders.quote');
    expect(retries?.retryOn?.split(',').includes('unavailable')).toBe(isGrpc);
  });
});
