import { Duration } from 'cdk8s';
import {
  DataStore,
  MeshGateway,
  GatewayTls,
  Operation,
  Pool,
  Retries,
  type ICallable,
} from '../../../constructs';
import { aService, errors, lines, shop } from '../../support/declare';
import { beside, routesOf } from '../rendered';

const ONE_POLICY = 'want one policy for an edge; merge the two calls, or name different operations';

describe('the same call twice', () => {
  test('is one call where both say the same', () => {
    const system = shop((chart) => {
      const payments = aService(chart, 'payments');
      const orders = aService(chart, 'orders');
      orders.calls(payments, { timeout: Duration.seconds(7) });
      orders.calls(payments, { timeout: Duration.millis(7000) });
    });
    expect(lines(system)).toEqual([]);
    expect(system.calls()).toHaveLength(1);
    expect(routesOf(system, 'payments').map(({ name }) => name)).toEqual([
      'shop.orders.any',
      'undeclared',
    ]);
  });

  test.each([
    [
      'two deadlines',
      { timeout: Duration.seconds(7) },
      { timeout: Duration.seconds(11) },
      'timeout 7s beside timeout 11s',
    ],
    ['a deadline and none', {}, { timeout: Duration.seconds(11) }, 'timeout 11s beside no policy'],
    ['retries and none', { retries: Retries.never() }, {}, 'no policy beside Retries.never()'],
  ])('is an error where they contradict each other: %s', (_what, first, second, got) => {
    const system = shop((chart) => {
      const payments = aService(chart, 'payments');
      const orders = aService(chart, 'orders');
      orders.calls(payments, first);
      orders.calls(payments, second);
    });
    expect(errors(system)).toEqual([
      `[shop/orders] MW0407 calls(payments): got ${got}, ${ONE_POLICY}`,
    ]);
  });

  test.each([
    [
      'two pools',
      Pool.perReplica(7),
      Pool.perReplica(11),
      'Pool.perReplica(7) beside Pool.perReplica(11)',
    ],
    [
      'one pool of other options',
      Pool.perReplica(7),
      Pool.perReplica(7, { connections: 13 }),
      'Pool.perReplica(7) with other options',
    ],
  ])('is an error where its pools contradict each other: %s', (_what, first, second, got) => {
    const system = shop((chart) => {
      const ledger = DataStore.postgres(chart, 'ledger', { host: 'ledger.example.com' });
      const orders = aService(chart, 'orders');
      orders.calls(ledger, { pool: first });
      orders.calls(ledger, { pool: second });
    });
    expect(errors(system)).toEqual([
      `[shop/orders] MW0407 calls(ledger): got ${got}, ${ONE_POLICY}`,
    ]);
  });

  test('says the same whoever of the two was declared first', () => {
    const options = [{ timeout: Duration.seconds(7) }, { timeout: Duration.seconds(11) }];
    const [there, back] = [options, [...options].reverse()].map((list) =>
      errors(
        shop((chart) => {
          const payments = aService(chart, 'payments');
          const orders = aService(chart, 'orders');
          for (const each of list) orders.calls(payments, each);
        }),
      ),
    );
    expect(there).toEqual(back);
  });

  test('is none where one names an operation and the other the whole service', () => {
    const system = shop((chart) => {
      const quote = Operation.safe('GET /quotes/{id}');
      const payments = aService(chart, 'payments', { operations: { quote } });
      const orders = aService(chart, 'orders');
      orders.calls(payments.operations.quote, { timeout: Duration.seconds(7) });
      orders.calls(payments, { timeout: Duration.seconds(11) });
    });
    expect(lines(system)).toEqual([]);
    expect(system.calls().map(({ deadlineMs }) => deadlineMs)).toEqual([11_000, 7000]);
  });

  test('is none where two callers differ', () => {
    const system = shop((chart) => {
      const payments = aService(chart, 'payments');
      aService(chart, 'orders').calls(payments, { timeout: Duration.seconds(7) });
      aService(chart, 'web').calls(payments, { timeout: Duration.seconds(11) });
    });
    expect(lines(system)).toEqual([]);
    expect(system.calls()).toHaveLength(2);
  });
});

test('calls come out in one order, whatever the order of declarations', () => {
  const names = ['a', 'b', 'c'];
  const [there, back] = [names, [...names].reverse()].map((order) =>
    shop((chart) => {
      const payments = aService(chart, 'payments');
      for (const name of order) aService(chart, name).calls(payments);
    }).calls(),
  );
  expect(there?.map(({ from }) => from)).toEqual(['shop/a', 'shop/b', 'shop/c']);
  expect(there).toEqual(back);
});

test('a service may call itself, and then needs a deadline to start from', () => {
  const call = (timeout?: Duration): ReturnType<typeof shop> =>
    shop((chart) => {
      const tree = aService(chart, 'tree');
      tree.calls(tree, { timeout });
    });
  expect(lines(call(Duration.seconds(7)))).toEqual([]);
  expect(call(Duration.seconds(7)).calls()).toMatchObject([
    { from: 'shop/tree', to: 'shop/tree', deadlineMs: 7000 },
  ]);
  expect(errors(call())).toEqual([
    '[shop/tree] MW0410 calls(tree).timeout: got a cycle without a deadline, tree → tree, want a ' +
      '`timeout` on one of its calls; give the call that closes the cycle a `timeout`',
  ]);
});

test('services of two namespaces of one app call each other', () => {
  const system = shop((chart) => {
    aService(beside(chart, 'front'), 'web').calls(aService(chart, 'payments'));
  });
  expect(lines(system)).toEqual([]);
  expect(system.calls()).toMatchObject([{ from: 'front/web', to: 'shop/payments' }]);
});

test.each([
  ['a text', 'payments', '"payments"'],
  ['nothing', undefined, 'nothing'],
  ['an object of another kind', { name: 'payments' }, '{"name":"payments"}'],
])('%s cannot be called', (_what, target, got) => {
  const system = shop((chart) => {
    aService(chart, 'orders').calls(target as unknown as ICallable);
  });
  expect(errors(system)).toEqual([
    `[shop/orders] MW0417 calls: got ${got}, want a ResilientService, ServiceReference, ` +
      'ExternalService, DataStore or an operation of one; call one of these',
  ]);
});

test('a gateway cannot be called', () => {
  const system = shop((chart) => {
    const payments = aService(chart, 'payments');
    const web = new MeshGateway(chart, 'web', { hosts: ['*'], tls: GatewayTls.secret('cert') });
    web.routes('/*', payments);
    payments.calls(web as unknown as ICallable);
  });
  expect(errors(system)).toEqual([
    expect.stringMatching(/^\[shop\/payments\] MW0417 calls: got a MeshGateway, want /),
  ]);
});

describe('a pool', () => {
  test('on calls to something outside may be repeated, or given by one caller of several', () => {
    const system = shop((chart) => {
      const ledger = DataStore.postgres(chart, 'ledger', { host: 'ledger.example.com' });
      aService(chart, 'orders').calls(ledger, { pool: Pool.perReplica(7) });
      aService(chart, 'payments').calls(ledger, { pool: Pool.perReplica(7) });
      aService(chart, 'web').calls(ledger);
    });
    expect(lines(system)).toEqual([]);
  });
});
