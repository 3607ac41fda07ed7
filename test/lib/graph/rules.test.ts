import { Duration, type Chart } from 'cdk8s';
import { Caller, Identity, Operation, Port, ServiceReference } from '../../../constructs';
import { aService, lines, shop } from '../../support/declare';

const get = { get: Operation.safe('shop.v1.Cart/Get') };

test('a gRPC operation on a port of HTTP/1.1 is refused', () => {
  const system = shop((chart) => {
    const cart = aService(chart, 'cart', { operations: get });
    aService(chart, 'orders').calls(cart.operations.get);
  });
  expect(lines(system)).toEqual([
    '[shop/orders] MW0420 calls(cart.get): got http port 8080, want a port of protocol grpc, ' +
      'grpc-web or http2; declare the port as Port.grpc(…), or write the operation as METHOD /path',
  ]);
});

test.each([Port.grpc(7007), Port.http2(7007), Port.of('grpc-web', 7007)])(
  'a gRPC operation on a port of $protocol is no finding',
  (port) => {
    const system = shop((chart) => {
      const cart = aService(chart, 'cart', { port, operations: get });
      aService(chart, 'orders').calls(cart.operations.get);
    });
    expect(lines(system)).toEqual([]);
  },
);

function reference(chart: Chart, host: string): ServiceReference {
  const identity = Identity.of('shop', 'payments');
  return ServiceReference.of(chart, 'elsewhere', { host, port: 8080, identity });
}

test('a reference to a service of the same app is refused', () => {
  const system = shop((chart) => {
    aService(chart, 'payments');
    aService(chart, 'orders').calls(reference(chart, 'payments.shop.svc.cluster.local'));
  });
  expect(lines(system)).toEqual([
    '[shop/elsewhere] MW0419 host: got payments.shop.svc.cluster.local, which is shop/payments, ' +
      'want a service that another app declares; remove the reference, and call the service itself',
  ]);
});

test('a reference to a service of another app is no finding', () => {
  const system = shop((chart) => {
    aService(chart, 'payments');
    aService(chart, 'orders').calls(reference(chart, 'payments.bank.svc.cluster.local'));
  });
  expect(lines(system)).toEqual([]);
});

test('a call and a permission for the same caller are one edge, and must agree', () => {
  const system = shop((chart) => {
    const payments = aService(chart, 'payments');
    aService(chart, 'orders').calls(payments);
    payments.permits(Caller.identity('shop', 'orders'));
  });
  expect(lines(system)).toEqual([]);
  expect(system.calls()).toHaveLength(1);
});

test('a permission that contradicts the call of the same caller is refused', () => {
  const system = shop((chart) => {
    const payments = aService(chart, 'payments');
    aService(chart, 'orders').calls(payments);
    payments.permits(Caller.identity('shop', 'orders'), { timeout: Duration.seconds(7) });
  });
  expect(lines(system)).toEqual([
    '[shop/payments] MW0407 permits(orders): got timeout 7s beside no policy, ' +
      'want one policy for an edge; merge the two calls, or name different operations',
  ]);
});
