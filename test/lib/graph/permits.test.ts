import { Duration } from 'cdk8s';
import { Caller, MutualTls, Operation, Retries } from '../../../constructs';
import { aService, errors, lines, shop } from '../../support/declare';
import { beside, routeOf, routesOf, specOf } from '../rendered';

const OPERATIONS = {
  quote: Operation.safe('GET /quotes/{id}'),
  refund: Operation.unsafe('POST /refunds'),
};

test('a permitted caller gets a route, an admission and a way in, as a declared one would', () => {
  const permitted = shop((chart) => {
    const payments = aService(chart, 'payments', { operations: OPERATIONS });
    payments.permits(Caller.identity('web', 'orders'), {
      operations: [payments.operations.refund],
      timeout: Duration.seconds(7),
    });
  });
  const called = shop((chart) => {
    const payments = aService(chart, 'payments', { operations: OPERATIONS });
    const orders = aService(beside(chart, 'web'), 'orders');
    orders.calls(payments.operations.refund, { timeout: Duration.seconds(7) });
  });
  expect(lines(permitted)).toEqual([]);
  expect(permitted.calls()).toEqual(called.calls());
  for (const kind of ['VirtualService', 'AuthorizationPolicy', 'NetworkPolicy'] as const) {
    expect(specOf(permitted, kind, 'payments')).toEqual(specOf(called, kind, 'payments'));
  }
});

test('a permitted caller yields nothing of its own', () => {
  const permitted = shop((chart) => {
    aService(chart, 'payments').permits(Caller.identity('web', 'orders'));
  });
  const names = permitted.manifests().map(({ metadata }) => metadata.name);
  expect(names.filter((name) => name.startsWith('orders'))).toEqual([]);
});

test('the pods of a permitted caller carry the name of its service account, as ours do', () => {
  const system = shop((chart) => {
    aService(chart, 'payments').permits(Caller.identity('web', 'orders'));
  });
  expect(routeOf(system, 'payments', 'web.orders.any').match).toEqual([
    { sourceNamespace: 'web', sourceLabels: { 'app.kubernetes.io/name': 'orders' } },
  ]);
});

test('pods with other labels are told apart by those, and still admitted by their identity', () => {
  const system = shop((chart) => {
    const caller = Caller.identity('web', 'orders', { labels: { app: 'checkout', tier: '7' } });
    aService(chart, 'payments').permits(caller);
  });
  expect(routeOf(system, 'payments', 'web.orders.any').match).toEqual([
    { sourceNamespace: 'web', sourceLabels: { app: 'checkout', tier: '7' } },
  ]);
  expect(specOf(system, 'AuthorizationPolicy', 'payments').rules).toMatchObject([
    { from: [{ source: { principals: ['cluster.local/ns/web/sa/orders'] } }] },
  ]);
  expect(specOf(system, 'NetworkPolicy', 'payments').ingress).toMatchObject([
    {},
    { from: [{ podSelector: { matchLabels: { app: 'checkout', tier: '7' } } }] },
  ]);
});

test('two workloads of one identity are both let in, and are admitted as one', () => {
  const system = shop((chart) => {
    const payments = aService(chart, 'payments');
    for (const app of ['checkout', 'refunds']) {
      payments.permits(Caller.identity('web', 'orders', { labels: { app } }));
    }
  });
  expect(lines(system)).toEqual([]);
  const labels = [{ app: 'checkout' }, { app: 'refunds' }];
  const routes = routesOf(system, 'payments').slice(0, -1);
  expect(routes.map(({ match }) => match?.[0]?.sourceLabels)).toEqual(labels);
  const { ingress = [] } = specOf(system, 'NetworkPolicy', 'payments');
  const peers = ingress.map(({ from }) => from?.[0]?.podSelector?.matchLabels);
  expect(peers.filter((each) => each !== undefined)).toEqual(labels);
  expect(specOf(system, 'AuthorizationPolicy', 'payments').rules).toHaveLength(1);
});

test('a caller without a sidecar has no route, since no proxy of its would read it', () => {
  const system = shop((chart) => {
    const mtls = MutualTls.permissive('one caller outside the mesh until it is migrated');
    const payments = aService(chart, 'payments', { mtls });
    payments.permits(Caller.withoutSidecar('legacy', { app: 'batch' }));
  });
  expect(lines(system)).toEqual([]);
  expect(routesOf(system, 'payments').map(({ name }) => name)).toEqual(['undeclared']);
});

test('a permitted caller and a declared one are the same edge where identity and name agree', () => {
  const system = shop((chart) => {
    const payments = aService(chart, 'payments');
    aService(chart, 'orders').calls(payments);
    payments.permits(Caller.identity('shop', 'orders'));
  });
  expect(system.calls()).toHaveLength(1);
  expect(specOf(system, 'AuthorizationPolicy', 'payments').rules).toHaveLength(1);
});

test('retries that an unsafe operation cannot stand are an error on the callee', () => {
  const system = shop((chart) => {
    const payments = aService(chart, 'payments', { operations: OPERATIONS });
    payments.permits(Caller.identity('web', 'orders'), {
      operations: [payments.operations.refund],
      retries: Retries.upTo(3) as unknown as Retries<'unreached'>,
    });
  });
  expect(errors(system)).toEqual([
    '[shop/payments] MW0203 permits(orders).retries: got Retries.upTo(3) for refund, want ' +
      'Retries.never() or Retries.ifUnreached(…); declare the operation as safe, idempotent or keyed if ' +
      'repeating it is harmless, or use Retries.ifUnreached',
  ]);
});

test.each([
  [
    'a namespace that is none',
    Caller.identity('Web', 'orders'),
    'MW0005 permits.namespace: got "Web", want lower-case letters, digits and dashes, at most 63, ' +
      'not beginning or ending with a dash; rename it',
  ],
  [
    'a service account that is none',
    Caller.identity('web', 'Orders'),
    'MW0013 permits.serviceAccount: got "Orders", want lower-case letters, digits, dashes and dots, ' +
      'at most 253; give the name of the object',
  ],
  [
    'a label that is none',
    Caller.identity('web', 'orders', { labels: { app: 'a b' } }),
    'MW0010 permits.labels.app: got "a b", want letters, digits, dashes, underscores and dots, at ' +
      'most 63; shorten or rewrite the value',
  ],
  [
    'what is no caller',
    'web/orders' as unknown as Caller,
    'MW0016 permits: got "web/orders", want a value made by the factories of the class that the ' +
      'property names; use one of its factories',
  ],
])('%s is an error', (_what, caller, text) => {
  const system = shop((chart) => aService(chart, 'payments').permits(caller));
  expect(errors(system)).toEqual([`[shop/payments] ${text}`]);
});
