import { Duration } from 'cdk8s';
import {
  GatewayTls,
  MeshGateway,
  Operation,
  Retries,
  type CallOptions,
  type RetryCondition,
} from '../../../constructs';
import type { DeclaredSystem } from '../../../constructs/testing';
import { aService, errors, lines, shop } from '../../support/declare';

const OPERATIONS = {
  quote: Operation.safe('GET /quotes/{id}'),
  charge: Operation.keyed('POST /charges', { keyHeader: 'Idempotency-Key' }),
  refund: Operation.unsafe('POST /refunds'),
};

type Options = Pick<CallOptions<'safe'>, 'timeout' | 'retries'>;

/** The system in which orders calls one operation of payments. */
function calling(operation: keyof typeof OPERATIONS, options: Options): DeclaredSystem {
  return shop((chart) => {
    const payments = aService(chart, 'payments', { operations: OPERATIONS });
    aService(chart, 'orders').calls(
      payments.operations[operation],
      // what the compiler refuses, plain JavaScript and widened types still write
      options as { retries?: Retries<'unreached'> },
    );
  });
}

const twoSeconds = Duration.seconds(2);

describe('MW0201: the number of retries', () => {
  test.each([0, -1, 1.5, 11, NaN, '3'])('%p is out of range', (attempts) => {
    const system = calling('quote', { retries: Retries.upTo(attempts as number) });
    const got = JSON.stringify(attempts) === 'null' ? 'NaN' : JSON.stringify(attempts);
    expect(errors(system)).toEqual([
      `[shop/orders] MW0201 calls(payments.quote).retries: got ${got}, want a whole number from 1 to ` +
        '10; give such a number, or use Retries.never()',
    ]);
  });

  test.each([1, 10])('%i is within range', (attempts) => {
    const timeout = twoSeconds;
    expect(lines(calling('quote', { retries: Retries.upTo(attempts), timeout }))).toEqual([]);
    expect(lines(calling('refund', { retries: Retries.ifUnreached(attempts), timeout }))).toEqual(
      [],
    );
  });

  test('of ifUnreached is held to the same range', () => {
    expect(errors(calling('refund', { retries: Retries.ifUnreached(13) }))).toEqual([
      expect.stringMatching(/ MW0201 calls\(payments\.refund\)\.retries: got 13, /),
    ]);
  });

  test('is none with never', () => {
    expect(lines(calling('refund', { retries: Retries.never() }))).toEqual([]);
  });

  test('that was not made by a factory is no number of retries', () => {
    const system = calling('quote', { retries: 3 as unknown as Retries });
    expect(errors(system)).toEqual([
      '[shop/orders] MW0016 calls(payments.quote).retries: got 3, want a value made by the factories ' +
        'of the class that the property names; use one of its factories',
    ]);
  });
});

describe('MW0202: a retry condition', () => {
  test.each(['503', 'always', 302, 600, 503.5])('%p is unknown', (condition) => {
    const conditions = [condition as RetryCondition, 'reset' as const];
    const system = calling('quote', { retries: Retries.upTo(2, { conditions }) });
    expect(errors(system)).toEqual([
      '[shop/orders] MW0202 calls(payments.quote).retries.conditions: got ' +
        `${JSON.stringify(condition)}, want an HTTP status from 400 to 599, or one of 5xx, ` +
        'gateway-error, reset, retriable-4xx, cancelled, deadline-exceeded, internal, ' +
        'resource-exhausted, unavailable; correct the condition',
    ]);
  });

  test.each(['5xx', 'reset', 'retriable-4xx', 'resource-exhausted', 400, 599] as const)(
    '%p is known',
    (condition) => {
      const conditions = [condition];
      const system = calling('quote', { retries: Retries.upTo(2, { conditions }) });
      expect(lines(system)).toEqual([]);
    },
  );
});

describe('MW0203: what may have reached the server', () => {
  const rest =
    'want Retries.never() or Retries.ifUnreached(…); declare the operation as safe, idempotent or ' +
    'keyed if repeating it is harmless, or use Retries.ifUnreached';

  test('is not repeated for an unsafe operation', () => {
    expect(errors(calling('refund', { retries: Retries.upTo(2) }))).toEqual([
      `[shop/orders] MW0203 calls(payments.refund).retries: got Retries.upTo(2) for refund, ${rest}`,
    ]);
  });

  test('is not repeated for a service as a whole', () => {
    const system = shop((chart) => {
      const retries = Retries.upTo(3) as unknown as Retries<'unreached'>;
      aService(chart, 'orders').calls(aService(chart, 'payments'), { retries });
    });
    expect(errors(system)).toEqual([
      '[shop/orders] MW0203 calls(payments).retries: got Retries.upTo(3) for payments as a whole, ' +
        rest,
    ]);
  });

  test('is an error for the unsafe ones among several operations', () => {
    const system = shop((chart) => {
      const payments = aService(chart, 'payments', { operations: OPERATIONS });
      aService(chart, 'orders').calls(payments, {
        operations: Object.values(payments.operations),
        retries: Retries.upTo(2) as unknown as Retries<'unreached'>,
        timeout: twoSeconds,
      });
    });
    expect(errors(system)).toEqual([
      `[shop/orders] MW0203 calls(payments).retries: got Retries.upTo(2) for refund, ${rest}`,
    ]);
  });

  test.each(['quote', 'charge'] as const)('may be repeated for %s', (operation) => {
    expect(lines(calling(operation, { retries: Retries.upTo(2), timeout: twoSeconds }))).toEqual(
      [],
    );
  });
});

describe('MW0204: a per-try timeout', () => {
  test.each([2000, 2001])('of %i ms is not below the deadline of 2 s', (ms) => {
    const retries = Retries.upTo(1, { perTryTimeout: Duration.millis(ms) });
    const got = ms === 2000 ? '2s' : '2001ms';
    expect(errors(calling('quote', { retries, timeout: twoSeconds }))).toEqual([
      `[shop/orders] MW0204 calls(payments.quote).retries.perTryTimeout: got ${got}, want less than ` +
        'the deadline, 2s; lower `perTryTimeout`, or raise `timeout`: Envoy ignores a per-try timeout ' +
        'that is not below it',
    ]);
  });

  test('is compared with a derived deadline too', () => {
    const retries = Retries.upTo(1, { perTryTimeout: Duration.millis(1300) });
    expect(errors(calling('quote', { retries }))).toEqual([
      expect.stringMatching(/ MW0204 .* got 1300ms, want less than the deadline, 1s; /),
    ]);
  });
});

describe('MW0205: tries that cannot all happen', () => {
  test('are warned about, with the sum', () => {
    const retries = Retries.upTo(2, { perTryTimeout: Duration.millis(700) });
    expect(lines(calling('quote', { retries, timeout: twoSeconds }))).toEqual([
      '[shop/orders] MW0205 calls(payments.quote).retries.perTryTimeout: got 700ms x 3 tries + 75ms ' +
        'of back-off = 2175ms, want at most the deadline, 2s; lower `perTryTimeout` or the number of ' +
        'retries, or raise `timeout`',
    ]);
  });

  test('are no errors', () => {
    const retries = Retries.upTo(2, { perTryTimeout: Duration.millis(700) });
    expect(errors(calling('quote', { retries, timeout: twoSeconds }))).toEqual([]);
  });

  test('are not warned about where they just fit, nor where we share the deadline', () => {
    // 3 x 641 ms + 75 ms = 1998 ms
    const retries = Retries.upTo(2, { perTryTimeout: Duration.millis(641) });
    expect(lines(calling('quote', { retries, timeout: twoSeconds }))).toEqual([]);
    expect(
      lines(calling('quote', { retries: Retries.upTo(10), timeout: Duration.millis(1885) })),
    ).toHaveLength(1);
    expect(lines(calling('quote', { retries: Retries.upTo(10), timeout: twoSeconds }))).toEqual([]);
  });
});

describe('MW0252: pauses that may take the whole deadline', () => {
  const told = (operation: 'quote' | 'refund', retries: Retries, timeout?: Duration): string[] =>
    lines(calling(operation, { retries: retries, ...(timeout && { timeout }) }));
  const backoff = Duration.millis(400);

  test('are warned about, also where the deadline is derived', () => {
    // 400 + 800 ms
    const text =
      '[shop/orders] MW0252 calls(payments.refund).retries.backoff: got 400ms, so up to 1200ms ' +
      'before 2 retries, want less than the deadline, 1s; lower `backoff` or the number of retries, ' +
      'or give the call a `timeout` that has room for them';
    expect(told('refund', Retries.ifUnreached(2, { backoff }))).toEqual([text]);
    expect(told('quote', Retries.upTo(2, { backoff }))).toEqual([
      text.replace('payments.refund', 'payments.quote'),
    ]);
  });

  test('are fine where they fit', () => {
    expect(told('refund', Retries.ifUnreached(1, { backoff }))).toEqual([]);
    expect(told('refund', Retries.ifUnreached(2, { backoff }), Duration.millis(1201))).toEqual([]);
    expect(told('refund', Retries.ifUnreached(2, { backoff }), Duration.millis(1200))).toHaveLength(
      1,
    );
    expect(lines(calling('refund', { timeout: Duration.millis(1) }))).toEqual([]);
  });

  test('are told as tries are where those have a share of the deadline', () => {
    const [line] = told('quote', Retries.upTo(2, { backoff }), Duration.millis(1200));
    expect(line).toContain('MW0206');
  });
});

describe('MW0206: a deadline that its tries cannot share', () => {
  test('is an error that says how long it would have to be', () => {
    const retries = Retries.upTo(3);
    expect(errors(calling('quote', { retries, timeout: Duration.millis(170) }))).toEqual([
      // 25 + 50 + 100 ms of pauses, and a millisecond for each try
      '[shop/orders] MW0206 calls(payments.quote).retries: got a deadline of 170ms, want at least ' +
        '179ms for 4 tries and the pauses between them; raise `timeout`, or lower the number of retries',
    ]);
  });

  test('is long enough from there', () => {
    const retries = Retries.upTo(3);
    expect(lines(calling('quote', { retries, timeout: Duration.millis(179) }))).toEqual([]);
  });

  test('may be as short as one likes without retries, or with those that nobody asked for', () => {
    const timeout = Duration.millis(1);
    expect(lines(calling('quote', { retries: Retries.never(), timeout }))).toEqual([]);
    expect(lines(calling('refund', { timeout }))).toEqual([]);
  });
});

describe('MW0207: a per-try timeout whose tries are not repeated', () => {
  test('is an error, which names the conditions', () => {
    const perTryTimeout = Duration.millis(700);
    const retries = Retries.upTo(2, { perTryTimeout, conditions: [503, 'retriable-4xx'] });
    expect(errors(calling('quote', { retries, timeout: twoSeconds }))).toEqual([
      '[shop/orders] MW0207 calls(payments.quote).retries.perTryTimeout: got 503, connect-failure, ' +
        'refused-stream, reset-before-request, retriable-4xx, want one of reset, 5xx and gateway-error ' +
        'among the conditions; add reset to `conditions`, or remove `perTryTimeout`',
    ]);
  });

  test.each(['reset', '5xx', 'gateway-error'] as const)('is none beside %s', (condition) => {
    const perTryTimeout = Duration.millis(600);
    const retries = Retries.upTo(2, { perTryTimeout, conditions: [condition] });
    expect(lines(calling('quote', { retries, timeout: twoSeconds }))).toEqual([]);
  });
});

test('a duration below a millisecond is an error, as in Istio', () => {
  const perTryTimeout = Duration.millis(0);
  const system = calling('quote', { retries: Retries.upTo(2, { perTryTimeout }) });
  expect(errors(system)).toEqual([
    '[shop/orders] MW0003 calls(payments.quote).retries.perTryTimeout: got 0ms, want a Duration of ' +
      'whole milliseconds, at least 1ms; use Duration.millis or a larger unit',
  ]);
});

test('a gateway is held to the same rules', () => {
  const system = shop((chart) => {
    const payments = aService(chart, 'payments', { operations: OPERATIONS });
    const web = new MeshGateway(chart, 'web', { hosts: ['*'], tls: GatewayTls.secret('cert') });
    const retries = Retries.upTo(2) as unknown as Retries<'unreached'>;
    web.exposes(payments.operations.refund, { retries });
    web.routes('/*', payments, { retries });
  });
  expect(errors(system)).toEqual([
    expect.stringMatching(
      /^\[shop\/web\] MW0203 exposes\(payments\.refund\)\.retries: got Retries\.upTo\(2\) for refund,/,
    ),
    expect.stringMatching(
      /^\[shop\/web\] MW0203 routes\(\/\*\)\.retries: got Retries\.upTo\(2\) for payments as a whole,/,
    ),
  ]);
});
