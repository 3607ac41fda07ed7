import { Chart, Duration } from 'cdk8s';
import {
  Caller,
  DataStore,
  Identity,
  MeshNamespace,
  Operation,
  Port,
  ServiceReference,
} from '../../../constructs';
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

test('a reference to a service of another app is no finding', () => {
  const system = shop((chart) => {
    aService(chart, 'orders').calls(reference(chart, 'payments.shop.svc.cluster.local'));
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

test('a reference whose host and identity are in two namespaces is refused', () => {
  const system = shop((chart) => {
    aService(chart, 'orders').calls(reference(chart, 'payments.bank.svc.cluster.local'));
  });
  expect(lines(system)).toEqual([
    '[shop/elsewhere] MW0421 identity: got payments.bank.svc.cluster.local and an identity in shop, ' +
      'want the identity of a workload in bank; correct the host or the identity',
  ]);
});

test('a service cannot be named like the objects of its namespace', () => {
  const named = (id: string): string[] =>
    lines(
      shop((chart) => {
        new MeshNamespace(chart, 'namespace');
        aService(chart, id);
      }),
    );
  const rest = 'want a name of its own in its namespace; rename one of them';
  expect(named('default')).toEqual([
    `[shop/default] MW0412 id: got default in shop, as shop/namespace, ${rest}`,
    `[shop/namespace] MW0412 id: got default in shop, as shop/default, ${rest}`,
  ]);
  expect(named('defaults')).toEqual([]);
});

test('a policy that Istio would not find from another namespace is repeated there', () => {
  const repeatedFor = (namespace: string, host: string): readonly unknown[] => {
    const system = shop((chart) => {
      const ledger = DataStore.postgres(chart, 'ledger', { host });
      aService(new Chart(chart, 'nested', { namespace }), 'payments').calls(ledger);
    });
    expect(lines(system)).toEqual([]);
    return system
      .manifests()
      .filter(({ kind, metadata }) => kind === 'DestinationRule' && metadata.name === 'ledger.shop')
      .map(({ metadata, spec }) => [metadata.namespace, spec?.host, spec?.exportTo]);
  };
  const host = 'ledger.db.svc.cluster.local';
  expect(repeatedFor('bank', host)).toEqual([['bank', host, undefined]]);
  expect(repeatedFor('shop', host)).toEqual([]);
  expect(repeatedFor('bank', 'ledger.example.com')).toEqual([]);
});
