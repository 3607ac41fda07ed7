import { Duration, type Chart } from 'cdk8s';
import {
  GatewayTls,
  MeshGateway,
  Operation,
  Retries,
  RetryBudget,
  type CallOptions,
  type RetryCondition,
} from '../../constructs';
import type { DeclaredSystem } from '../../constructs/testing';
import { routeOf, routesOf, specOf } from '../lib/rendered';
import { aService, errors, lines, linesOf, shop } from '../support/declare';

/** `orders` calls an operation of `payments` that may be repeated. */
function quoteCalled(options: CallOptions<'safe'>): DeclaredSystem {
  return shop((chart) => {
    const operations = { quote: Operation.safe('GET /quotes/{id}') };
    const payments = aService(chart, 'payments', { operations });
    aService(chart, 'orders').calls(payments.operations.quote, options);
  });
}

const quoteRetries = (system: DeclaredSystem) =>
  routeOf(system, 'payments', 'shop.orders.quote').retries;

describe('mistake 1: Retries at every layer', () => {
  /** Three tries at each of four calls in a row. */
  const layers = (chart: Chart, retryBudget?: RetryBudget): void => {
    const names = ['ledger', 'payments', 'orders', 'cart', 'web'];
    const services = names.map((name) =>
      aService(chart, name, { operations: { read: Operation.safe('GET /*') }, retryBudget }),
    );
    services.slice(1).forEach((caller, index) => {
      const callee = services[index];
      if (callee === undefined) throw new Error('want a layer below');
      caller.calls(callee.operations.read, { retries: Retries.upTo(2) });
    });
  };
  const policyOf = (system: DeclaredSystem, name: string) =>
    specOf(system, 'DestinationRule', name).trafficPolicy;

  test('each layer adds a fifth at most, whatever its number of tries', () => {
    const system = shop(layers);
    expect(lines(system)).toEqual([]);
    for (const name of ['ledger', 'payments', 'orders', 'cart']) {
      const [route] = routesOf(system, name);
      expect(route?.retries?.attempts).toBe(2);
      expect(policyOf(system, name)?.retryBudget).toEqual({ percent: 20, minRetryConcurrency: 3 });
    }
  });

  test('MW1001: nothing holds them back, and one request becomes 81', () => {
    const system = shop((chart) => layers(chart, RetryBudget.unlimited('until the load test')));
    expect(errors(system)).toEqual([
      '[shop/payments] MW1001 calls(ledger.read): got 81 times the load on ledger, most of it by web → cart → orders → payments → ledger: 3 x 3 x 3 x 3, want at most 27 times its load; take retries from the calls of the path, or raise `limits.amplification` of the Mesh',
    ]);
  });
});

describe('mistake 2: Repeating what is not repeatable', () => {
  const OPERATIONS = {
    charge: Operation.keyed('POST /charges', { keyHeader: 'Idempotency-Key' }),
    refund: Operation.unsafe('POST /refunds'),
  };

  test('MW0203: an unsafe operation, where the compiler was talked out of it', () => {
    const system = shop((chart) => {
      const payments = aService(chart, 'payments', { operations: OPERATIONS });
      const retries = Retries.upTo(2) as never;
      aService(chart, 'orders').calls(payments.operations.refund, { retries });
    });
    expect(errors(system)).toEqual([
      '[shop/orders] MW0203 calls(payments.refund).retries: got Retries.upTo(2) for refund, want Retries.never() or Retries.ifUnreached(…); declare the operation as safe, idempotent or keyed if repeating it is harmless, or use Retries.ifUnreached',
    ]);
  });

  test('by itself it is repeated where it cannot have arrived, and a keyed one with its key', () => {
    const system = shop((chart) => {
      const payments = aService(chart, 'payments', { operations: OPERATIONS });
      const { charge, refund } = payments.operations;
      aService(chart, 'orders').calls(payments, { operations: [charge, refund] });
    });
    const retryOn = (name: string) =>
      routeOf(system, 'payments', `shop.orders.${name}`).retries?.retryOn;
    const unreached = 'connect-failure,refused-stream,reset-before-request';
    expect(retryOn('refund')).toBe(unreached);
    expect(retryOn('charge.without-key')).toBe(unreached);
    expect(retryOn('charge')).toBe('503,connect-failure,refused-stream,reset,reset-before-request');
    const [match] = routeOf(system, 'payments', 'shop.orders.charge').match ?? [];
    // a match without a comparison is one for presence
    expect(match?.headers).toEqual({ 'idempotency-key': {} });
  });
});

describe('mistake 3: A deadline that ends before the last try', () => {
  test('MW0205: four tries of 300 ms within 700 ms', () => {
    const perTryTimeout = Duration.millis(300);
    const system = quoteCalled({
      timeout: Duration.millis(700),
      retries: Retries.upTo(3, { perTryTimeout }),
    });
    expect(lines(system)).toEqual([
      '[shop/orders] MW0205 calls(payments.quote).retries.perTryTimeout: got 300ms x 4 tries + 175ms of back-off = 1375ms, want at most the deadline, 700ms; lower `perTryTimeout` or the number of retries, or raise `timeout`',
    ]);
  });

  test('MW0206: a deadline that the pauses alone use up', () => {
    const system = quoteCalled({ timeout: Duration.millis(70), retries: Retries.upTo(2) });
    expect(errors(system)).toEqual([
      '[shop/orders] MW0206 calls(payments.quote).retries: got a deadline of 70ms, want at least 78ms for 3 tries and the pauses between them; raise `timeout`, or lower the number of retries',
    ]);
  });

  test('MW0252: pauses of a second before three retries within a second', () => {
    const backoff = Duration.seconds(1);
    const system = quoteCalled({ retries: Retries.ifUnreached(3, { backoff }) });
    expect(lines(system)).toEqual([
      '[shop/orders] MW0252 calls(payments.quote).retries.backoff: got 1s, so up to 7s before 3 retries, want less than the deadline, 1s; lower `backoff` or the number of retries, or give the call a `timeout` that has room for them',
    ]);
  });

  test('by itself every try fits: its share is the deadline less the longest pauses', () => {
    const retries = quoteRetries(
      quoteCalled({ timeout: Duration.millis(750), retries: Retries.upTo(2) }),
    );
    const pauses = 25 + 50;
    expect(retries).toMatchObject({ attempts: 2, perTryTimeout: `${(750 - pauses) / 3}ms` });
  });
});

describe('mistake 4: A try that may take as long as all of them', () => {
  test('MW0204: a try of the whole deadline', () => {
    const perTryTimeout = Duration.millis(700);
    const system = quoteCalled({
      timeout: perTryTimeout,
      retries: Retries.upTo(1, { perTryTimeout }),
    });
    expect(errors(system)).toEqual([
      '[shop/orders] MW0204 calls(payments.quote).retries.perTryTimeout: got 700ms, want less than the deadline, 700ms; lower `perTryTimeout`, or raise `timeout`: Envoy ignores a per-try timeout that is not below it',
    ]);
  });
});

describe('mistake 5: A per-try timeout whose cuts are not repeated', () => {
  const perTryTimeout = Duration.millis(300);

  test('MW0207: tries are cut off, and only the status 503 is repeated', () => {
    const retries = Retries.upTo(1, { perTryTimeout, conditions: [503] });
    expect(errors(quoteCalled({ retries }))).toEqual([
      '[shop/orders] MW0207 calls(payments.quote).retries.perTryTimeout: got 503, connect-failure, refused-stream, reset-before-request, want one of reset, 5xx and gateway-error among the conditions; add reset to `conditions`, or remove `perTryTimeout`',
    ]);
  });

  test('without being asked, no try is cut off that would not be repeated', () => {
    const conditions = [503];
    const timeout = Duration.seconds(3);
    const retries = Retries.upTo(1, { conditions });
    expect(quoteRetries(quoteCalled({ timeout, retries }))).not.toHaveProperty('perTryTimeout');
  });
});

describe('mistake 6: Conditions that replace the harmless ones', () => {
  test('one status alone leaves what cannot have reached the server in place', () => {
    const retries = Retries.upTo(1, { conditions: [503] });
    const { retryOn } = quoteRetries(quoteCalled({ retries })) ?? {};
    expect(retryOn).toBe('503,connect-failure,refused-stream,reset-before-request');
  });
});

describe('mistake 7: A blank or a misspelt word among the conditions', () => {
  test('MW0202: a word with a blank, as it is written by hand', () => {
    const conditions = ['503, reset' as RetryCondition];
    const [first, ...rest] = errors(quoteCalled({ retries: Retries.upTo(1, { conditions }) }));
    expect(rest).toEqual([]);
    expect(first).toBe(
      '[shop/orders] MW0202 calls(payments.quote).retries.conditions: got "503, reset", want an HTTP status from 400 to 599, or one of 5xx, gateway-error, reset, retriable-4xx, cancelled, deadline-exceeded, internal, resource-exhausted, unavailable; correct the condition',
    );
  });

  test('what is joined has no blank', () => {
    const conditions: RetryCondition[] = ['reset', 'gateway-error'];
    const system = quoteCalled({ retries: Retries.upTo(1, { conditions }) });
    expect(quoteRetries(system)?.retryOn).not.toMatch(/\s/);
  });
});

describe('mistake 8: No deadline anywhere', () => {
  test('nobody gives a deadline, and no route is without', () => {
    const system = shop((chart) => {
      const payments = aService(chart, 'payments');
      const orders = aService(chart, 'orders');
      orders.calls(payments);
      const tls = GatewayTls.secret('shop-tls');
      new MeshGateway(chart, 'door', { hosts: ['shop.example.com'], tls }).routes('/*', orders);
    });
    const routes = ['payments', 'orders', 'door'].flatMap((name) => routesOf(system, name));
    expect(routes.map(({ name, timeout }) => [name, timeout])).toEqual([
      ['shop.orders.any', '1s'],
      ['undeclared', '1s'],
      ['undeclared', '2s'],
      ['orders /*', '2s'],
    ]);
  });
});

describe('mistake 9: A caller that gives up before its callee', () => {
  const chain = (chart: Chart): void => {
    const ledger = aService(chart, 'ledger', { ownTime: Duration.seconds(3) });
    const payments = aService(chart, 'payments', { ownTime: Duration.seconds(4) });
    payments.calls(ledger);
    aService(chart, 'orders').calls(payments);
  };

  test('by itself a caller waits for all that its callee waits for', () => {
    const system = shop(chain);
    expect(linesOf(system, 'info')).toEqual([]);
    expect(system.calls().map(({ from, deadlineMs }) => [from, deadlineMs])).toEqual([
      ['shop/orders', 7_000],
      ['shop/payments', 3_000],
    ]);
  });

  test('MW1003: a deadline below what the callee waits for', () => {
    const system = shop((chart) => {
      const payments = aService(chart, 'payments');
      payments.calls(aService(chart, 'ledger'), { timeout: Duration.seconds(3) });
      aService(chart, 'orders').calls(payments, { timeout: Duration.seconds(2) });
    });
    expect(lines(system)).toEqual([
      '[shop/orders] MW1003 calls(payments).timeout: got 2s, while payments may take 2575ms, want at least 2575ms; raise the `timeout`, or let the calls of payments together take 2s at most',
    ]);
  });

  test('MW0414: the maximum of the mesh cuts the sum', () => {
    const system = shop(chain, { deadlines: { maximum: Duration.seconds(5) } });
    expect(linesOf(system, 'info')).toEqual([
      '[shop/orders] MW0414 calls(payments).timeout: got 7s, want at most 5s; give the call a `timeout`, or raise `deadlines.maximum` of the Mesh',
    ]);
  });
});
