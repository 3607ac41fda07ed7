import { Caller, MutualTls, Operation, Port } from '../../../constructs';
import { aService, lines, shop } from '../../support/declare';
import { beside, specOf, type Specs } from '../rendered';

type Policy = Specs['AuthorizationPolicy'];

const OPERATIONS = {
  quote: Operation.safe('GET /quotes/{id}'),
  charge: Operation.keyed('POST /charges', { keyHeader: 'Idempotency-Key' }),
  everything: Operation.safe('GET /*'),
  replace: Operation.idempotent('PUT,DELETE /quotes/{id}/*'),
};

function policyOf(system: ReturnType<typeof shop>): Policy {
  expect(lines(system)).toEqual([]);
  return specOf(system, 'AuthorizationPolicy', 'payments');
}

const by = (principal: string) => [{ source: { principals: [principal] } }];
const ORDERS = 'cluster.local/ns/shop/sa/orders';

test('nobody may call a service that nobody calls: an ALLOW without rules matches nothing', () => {
  const policy = policyOf(shop((chart) => void aService(chart, 'payments')));
  expect(policy).toEqual({
    action: 'ALLOW',
    selector: { matchLabels: { 'app.kubernetes.io/name': 'payments' } },
  });
});

test('a caller of the whole service may send any request to its port', () => {
  const policy = policyOf(
    shop((chart) => aService(chart, 'orders').calls(aService(chart, 'payments', { port: 7080 }))),
  );
  expect(policy.rules).toEqual([{ from: by(ORDERS), to: [{ operation: { ports: ['7080'] } }] }]);
});

test('the port is that of the container, where the server sees the request', () => {
  const port = Port.http(80, { targetPort: 7080 });
  const policy = policyOf(
    shop((chart) => aService(chart, 'orders').calls(aService(chart, 'payments', { port }))),
  );
  expect(policy.rules).toMatchObject([{ to: [{ operation: { ports: ['7080'] } }] }]);
});

test.each([
  ['quote', { methods: ['GET'], paths: ['/quotes/{*}'] }],
  ['charge', { methods: ['POST'], paths: ['/charges'] }],
  ['replace', { methods: ['DELETE', 'PUT'], paths: ['/quotes/{*}/{**}'] }],
  ['everything', { methods: ['GET'] }],
] as const)('a caller of %s may send what it says and nothing else', (name, operation) => {
  const policy = policyOf(
    shop((chart) => {
      const payments = aService(chart, 'payments', { operations: OPERATIONS });
      aService(chart, 'orders').calls(payments.operations[name]);
    }),
  );
  expect(policy.rules).toEqual([
    { from: by(ORDERS), to: [{ operation: { ports: ['8080'], ...operation } }] },
  ]);
});

test('a gRPC operation is a POST to its path', () => {
  const policy = policyOf(
    shop((chart) => {
      const operations = {
        empty: Operation.idempotent('shop.v1.Cart/EmptyCart'),
        any: Operation.unsafe('shop.v1.Admin/*'),
      };
      const payments = aService(chart, 'payments', { operations, port: Port.grpc(7070) });
      const orders = aService(chart, 'orders');
      orders.calls(payments.operations.empty);
      orders.calls(payments.operations.any);
    }),
  );
  expect(policy.rules?.[0]?.to).toEqual([
    { operation: { ports: ['7070'], methods: ['POST'], paths: ['/shop.v1.Admin/*'] } },
    { operation: { ports: ['7070'], methods: ['POST'], paths: ['/shop.v1.Cart/EmptyCart'] } },
  ]);
});

test('each caller has a rule of its own, in a fixed order, with all that it may do', () => {
  const policy = policyOf(
    shop((chart) => {
      const payments = aService(chart, 'payments', { operations: OPERATIONS });
      const orders = aService(chart, 'orders');
      orders.calls(payments.operations.quote);
      orders.calls(payments.operations.charge);
      aService(beside(chart, 'bank'), 'orders').calls(payments);
    }),
  );
  expect(policy.rules?.map(({ from }) => from)).toEqual([
    by('cluster.local/ns/bank/sa/orders'),
    by(ORDERS),
  ]);
  expect(policy.rules?.[1]?.to).toHaveLength(2);
});

test('what several calls permit alike is written once', () => {
  const policy = policyOf(
    shop((chart) => {
      const operations = { read: OPERATIONS.quote };
      const payments = aService(chart, 'payments', { operations });
      aService(chart, 'orders').calls(payments.operations.read);
      payments.permits(Caller.identity('shop', 'orders'), {
        operations: [payments.operations.read],
      });
    }),
  );
  expect(policy.rules).toHaveLength(1);
  expect(policy.rules?.[0]?.to).toHaveLength(1);
});

test('connections are admitted by identity and port alone', () => {
  const policy = policyOf(
    shop((chart) => {
      const payments = aService(chart, 'payments', { port: Port.tcp(7000) });
      aService(chart, 'orders').calls(payments);
    }),
  );
  expect(policy.rules).toEqual([{ from: by(ORDERS), to: [{ operation: { ports: ['7000'] } }] }]);
});

test('identities are those of the trust domain and the service account', () => {
  const system = shop(
    (chart) => {
      const orders = aService(chart, 'orders', { serviceAccount: 'till' });
      orders.calls(aService(chart, 'payments'));
    },
    { trustDomain: 'acme.example', clusterDomain: 'eu.local' },
  );
  expect(policyOf(system).rules).toMatchObject([{ from: by('acme.example/ns/shop/sa/till') }]);
});

describe('a caller without a sidecar', () => {
  const permissive = MutualTls.permissive('one caller outside the mesh until it is migrated');
  const legacy = Caller.withoutSidecar('legacy', { app: 'batch' });

  test('has no identity: who has none may call, and the network policy says who reaches it', () => {
    const system = shop((chart) => {
      const payments = aService(chart, 'payments', {
        mtls: permissive,
        operations: OPERATIONS,
      });
      payments.permits(legacy, { operations: [payments.operations.quote] });
      aService(chart, 'orders').calls(payments);
    });
    expect(policyOf(system).rules).toEqual([
      {
        from: [{ source: { notPrincipals: ['*'] } }],
        to: [{ operation: { ports: ['8080'], methods: ['GET'], paths: ['/quotes/{*}'] } }],
      },
      { from: by(ORDERS), to: [{ operation: { ports: ['8080'] } }] },
    ]);
    expect(specOf(system, 'NetworkPolicy', 'payments').ingress).toContainEqual({
      from: [
        {
          namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'legacy' } },
          podSelector: { matchLabels: { app: 'batch' } },
        },
      ],
      ports: [{ protocol: 'TCP', port: 8080 }],
    });
  });

  test('is not admitted to a permissive service that does not permit it', () => {
    const system = shop((chart) => {
      const payments = aService(chart, 'payments', { mtls: permissive });
      aService(chart, 'orders').calls(payments);
    });
    expect(policyOf(system).rules).toMatchObject([{ from: by(ORDERS) }]);
  });

  test('is an error where the service takes mutual TLS alone', () => {
    const system = shop((chart) => {
      aService(chart, 'payments').permits(legacy);
    });
    expect(lines(system)).toEqual([
      '[shop/payments] MW0302 permits(legacy): got a caller without a sidecar from legacy, want ' +
        'MutualTls.permissive(reason) on the callee; give the caller a sidecar and use ' +
        'Caller.identity, or loosen `mtls`',
    ]);
  });
});
