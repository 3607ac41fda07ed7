import { DataStore, Operation, Port, Tracing, Workload } from '../../../constructs';
import { aService, lines, shop } from '../../support/declare';
import { beside, specOf } from '../rendered';

test('a proxy knows what its service calls, and lets nothing else out', () => {
  const system = shop((chart) => {
    const orders = aService(chart, 'orders');
    orders.calls(aService(beside(chart, 'bank'), 'payments'));
    orders.calls(aService(chart, 'cart'));
    aService(chart, 'stranger');
  });
  expect(lines(system)).toEqual([]);
  expect(specOf(system, 'Sidecar', 'orders')).toEqual({
    workloadSelector: { labels: { 'app.kubernetes.io/name': 'orders' } },
    inboundConnectionPool: {
      tcp: { maxConnections: 1024, connectTimeout: '500ms' },
      http: { http1MaxPendingRequests: 1024, http2MaxRequests: 1024, idleTimeout: '4s' },
    },
    outboundTrafficPolicy: { mode: 'REGISTRY_ONLY' },
    egress: [
      { hosts: ['bank/payments.bank.svc.cluster.local', 'shop/cart.shop.svc.cluster.local'] },
    ],
  });
});

test('a proxy whose service calls nothing knows nothing', () => {
  const system = shop((chart) => void aService(chart, 'payments'));
  expect(specOf(system, 'Sidecar', 'payments')).toMatchObject({
    outboundTrafficPolicy: { mode: 'REGISTRY_ONLY' },
    egress: [{ hosts: ['~/*'] }],
  });
});

test('a host that is called in several ways is listed once', () => {
  const system = shop((chart) => {
    const operations = { a: Operation.safe('GET /a'), b: Operation.safe('GET /b') };
    const payments = aService(chart, 'payments', { operations });
    const orders = aService(chart, 'orders');
    orders.calls(payments.operations.a);
    orders.calls(payments.operations.b);
    orders.calls(payments);
  });
  expect(specOf(system, 'Sidecar', 'orders').egress).toEqual([
    { hosts: ['shop/payments.shop.svc.cluster.local'] },
  ]);
});

test('the pods of a stateful service know each other by name where they call each other', () => {
  const system = shop((chart) => {
    const workload = Workload.stateful();
    const ring = aService(chart, 'ring', { workload, port: Port.tcp(7000) });
    ring.calls(ring);
    aService(chart, 'alone', { workload, port: Port.tcp(7000) });
    aService(chart, 'orders').calls(ring);
  });
  expect(lines(system)).toEqual([]);
  const hosts = (name: string): unknown => specOf(system, 'Sidecar', name).egress?.[0]?.hosts;
  const service = 'shop/ring.shop.svc.cluster.local';
  expect(hosts('ring')).toEqual(['shop/ring-pods.shop.svc.cluster.local', service]);
  expect(hosts('orders')).toEqual([service]);
  expect(hosts('alone')).toEqual(['~/*']);
});

test('a host outside is known where it is registered, also in another namespace', () => {
  const system = shop((chart) => {
    const ledger = DataStore.postgres(chart, 'ledger', { host: 'ledger.example.com' });
    aService(beside(chart, 'bank'), 'books').calls(ledger);
  });
  expect(specOf(system, 'Sidecar', 'books').egress).toEqual([
    { hosts: ['shop/ledger.example.com'] },
  ]);
});

test('every proxy knows the collector of its traces', () => {
  const tracing = Tracing.provider('zipkin', {
    host: 'zipkin.tracing.svc.cluster.local',
    port: 9411,
  });
  const system = shop((chart) => aService(chart, 'orders').calls(aService(chart, 'payments')), {
    tracing,
  });
  const collector = '*/zipkin.tracing.svc.cluster.local';
  expect(specOf(system, 'Sidecar', 'payments').egress).toEqual([{ hosts: [collector] }]);
  expect(specOf(system, 'Sidecar', 'orders').egress).toEqual([
    { hosts: [collector, 'shop/payments.shop.svc.cluster.local'] },
  ]);
});
