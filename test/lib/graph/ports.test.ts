import { DataStore, Port, Retries, Operation } from '../../../constructs';
import { Duration } from 'cdk8s';
import { aService, errors, lines, shop } from '../../support/declare';

const PORTS = { api: Port.http(7080), admin: Port.http(1180), raw: Port.tcp(1300) };

test('a call to a service with one port needs no port', () => {
  const system = shop((chart) => {
    aService(chart, 'orders').calls(aService(chart, 'payments', { port: 7080 }));
  });
  expect(lines(system)).toEqual([]);
  expect(system.calls()).toMatchObject([{ to: 'shop/payments', port: 7080 }]);
});

test.each([
  ['by its name', 'admin', 1180],
  ['by its number', 1180, 1180],
  ['by its number as text', '7080', 7080],
])('a port of several is chosen %s', (_how, port, chosen) => {
  const system = shop((chart) => {
    aService(chart, 'orders').calls(aService(chart, 'payments', { ports: PORTS }), { port });
  });
  expect(lines(system)).toEqual([]);
  expect(system.calls()).toMatchObject([{ port: chosen }]);
});

test('a call to a service with several ports must say which', () => {
  const system = shop((chart) => {
    aService(chart, 'orders').calls(aService(chart, 'payments', { ports: PORTS }));
  });
  expect(lines(system)).toEqual([
    '[shop/orders] MW0404 calls(payments).port: got nothing, want one of the ports of payments: ' +
      'admin (1180), raw (1300), api (7080); set `port` to one of them',
  ]);
});

test('a port that the callee does not have is an error, also where it has but one', () => {
  const system = shop((chart) => {
    const payments = aService(chart, 'payments', { port: 7080 });
    aService(chart, 'orders').calls(payments, { port: 'admin' });
    aService(chart, 'web').calls(payments, { port: 7081 });
  });
  const want = 'want one of the ports of payments: 7080; set `port` to one of them';
  expect(errors(system)).toEqual([
    `[shop/orders] MW0404 calls(payments).port: got "admin", ${want}`,
    `[shop/web] MW0404 calls(payments).port: got "7081", ${want}`,
  ]);
});

test('nobody can call a service without a port', () => {
  const system = shop((chart) => {
    const worker = aService(chart, 'worker', { ports: {} });
    aService(chart, 'orders').calls(worker);
  });
  expect(errors(system)).toEqual([
    '[shop/orders] MW0405 calls(worker): got worker, which has no port, want a service with a port; ' +
      'give worker a port',
  ]);
});

test('two ports of one service are two calls', () => {
  const system = shop((chart) => {
    const payments = aService(chart, 'payments', { ports: PORTS });
    const orders = aService(chart, 'orders');
    orders.calls(payments, { port: 'api' });
    orders.calls(payments, { port: 'admin' });
  });
  expect(lines(system)).toEqual([]);
  expect(system.calls().map(({ port }) => port)).toEqual([1180, 7080]);
});

describe('on a port without requests', () => {
  test('a call has neither deadline nor retries', () => {
    const system = shop((chart) => {
      aService(chart, 'orders').calls(aService(chart, 'payments', { ports: PORTS }), {
        port: 'raw',
      });
    });
    expect(lines(system)).toEqual([]);
    expect(system.calls()).toMatchObject([{ deadlineMs: undefined, retries: undefined }]);
  });

  const rest =
    'on a port without requests, want no timeout, retries or operations there; remove it, ' +
    'or declare the port as HTTP';

  test('a timeout, retries and operations are errors, one by one', () => {
    const system = shop((chart) => {
      const payments = aService(chart, 'payments', {
        ports: PORTS,
        operations: { refund: Operation.unsafe('POST /refunds') },
      });
      const orders = aService(chart, 'orders');
      orders.calls(payments.operations.refund, {
        port: 'raw',
        timeout: Duration.seconds(7),
        retries: Retries.never(),
      });
      orders.calls(DataStore.redis(chart, 'cache', { host: 'cache.example.com' }), {
        timeout: Duration.seconds(7),
      });
    });
    expect(errors(system)).toEqual([
      `[shop/orders] MW0406 calls(cache).timeout: got timeout ${rest}`,
      `[shop/orders] MW0406 calls(payments.refund).operations: got operations ${rest}`,
      `[shop/orders] MW0406 calls(payments.refund).retries: got retries ${rest}`,
      `[shop/orders] MW0406 calls(payments.refund).timeout: got timeout ${rest}`,
    ]);
  });

  test('an operation is one error, also where its protocol would be another', () => {
    const system = shop((chart) => {
      const operations = { empty: Operation.idempotent('shop.v1.Cart/EmptyCart') };
      const cart = aService(chart, 'cart', { ports: PORTS, operations });
      aService(chart, 'orders').calls(cart.operations.empty, { port: 'raw' });
    });
    expect(errors(system)).toEqual([
      `[shop/orders] MW0406 calls(cart.empty).operations: got operations ${rest}`,
    ]);
  });
});

describe('a gRPC operation', () => {
  const calling = (port: Port): ReturnType<typeof shop> =>
    shop((chart) => {
      const operations = { empty: Operation.idempotent('shop.v1.Cart/EmptyCart') };
      const cart = aService(chart, 'cart', { port, operations });
      aService(chart, 'orders').calls(cart.operations.empty);
    });

  test('is an error on a port that speaks no HTTP/2', () => {
    expect(errors(calling(Port.http(7080)))).toEqual([
      '[shop/orders] MW0420 calls(cart.empty): got http port 7080, want a port of protocol grpc, ' +
        'grpc-web or http2; declare the port as Port.grpc(…), or write the operation as METHOD /path',
    ]);
  });

  test.each([Port.grpc(7080), Port.of('grpc-web', 7080), Port.http2(7080)])(
    'is fine on $protocol',
    (port) => {
      expect(lines(calling(port))).toEqual([]);
    },
  );
});
