import { Duration, type Chart } from 'cdk8s';
import { Match, Operation, Port } from '../../../constructs';
import { aService, lines, shop } from '../../support/declare';
import { beside, routeOf, routesOf, specOf } from '../rendered';

const HOST = 'payments.shop.svc.cluster.local';
const OPERATIONS = {
  all: Operation.safe('GET /*'),
  charge: Operation.keyed('POST /charges', { keyHeader: 'Idempotency-Key' }),
  latest: Operation.safe('GET /quotes/latest'),
  lines: Operation.safe('GET /quotes/{id}/*'),
  quote: Operation.safe('GET /quotes/{id}'),
  replace: Operation.idempotent('PUT,DELETE /quotes/{id}'),
};

function everythingCalled(chart: Chart): void {
  const payments = aService(chart, 'payments', { operations: OPERATIONS });
  const orders = aService(chart, 'orders');
  orders.calls(payments);
  orders.calls(payments, { operations: Object.values(payments.operations).reverse() });
}

const namesOf = (system: ReturnType<typeof shop>): (string | undefined)[] =>
  routesOf(system, 'payments').map(({ name }) => name);

describe('the routes of a service', () => {
  test('come from special to general, whole services after operations, the fallback last', () => {
    const system = shop(everythingCalled);
    expect(lines(system)).toEqual([]);
    expect(namesOf(system)).toEqual([
      'shop.orders.latest',
      'shop.orders.quote',
      'shop.orders.replace',
      'shop.orders.lines',
      'shop.orders.charge',
      'shop.orders.charge.without-key',
      'shop.orders.all',
      'shop.orders.any',
      'undeclared',
    ]);
  });

  test('of several callers are in that order too, then by caller', () => {
    const system = shop((chart) => {
      const payments = aService(chart, 'payments', { operations: OPERATIONS });
      const web = aService(chart, 'web');
      web.calls(payments.operations.quote);
      web.calls(payments.operations.latest);
      aService(chart, 'orders').calls(payments.operations.quote);
      aService(beside(chart, 'bank'), 'zeta').calls(payments);
      aService(chart, 'batch').calls(payments);
    });
    expect(namesOf(system)).toEqual([
      'shop.web.latest',
      'shop.orders.quote',
      'shop.web.quote',
      'bank.zeta.any',
      'shop.batch.any',
      'undeclared',
    ]);
  });

  test('match the pods of their caller, in its namespace', () => {
    const system = shop((chart) => {
      const payments = aService(chart, 'payments');
      aService(beside(chart, 'bank'), 'orders').calls(payments, { timeout: Duration.seconds(7) });
    });
    expect(routesOf(system, 'payments')[0]).toEqual({
      name: 'bank.orders.any',
      match: [{ sourceNamespace: 'bank', sourceLabels: { 'app.kubernetes.io/name': 'orders' } }],
      route: [{ destination: { host: HOST, port: { number: 8080 } } }],
      timeout: '7s',
      retries: expect.objectContaining({ attempts: 2 }) as object,
    });
  });

  test('match method and path of their operation, several methods as one expression', () => {
    const system = shop(everythingCalled);
    const matchOf = (name: string): unknown => routeOf(system, 'payments', name).match?.[0];
    expect(matchOf('shop.orders.latest')).toMatchObject({
      method: { exact: 'GET' },
      uri: { exact: '/quotes/latest' },
    });
    expect(matchOf('shop.orders.replace')).toMatchObject({
      method: { regex: 'DELETE|PUT' },
      uri: { regex: '/quotes/[^/]+' },
    });
    expect(matchOf('shop.orders.all')).toMatchObject({ uri: { prefix: '/' } });
    expect(matchOf('shop.orders.any')).not.toHaveProperty('method');
    expect(matchOf('shop.orders.any')).not.toHaveProperty('uri');
  });

  test('match a gRPC operation by its path, which is a POST', () => {
    const system = shop((chart) => {
      const operations = { empty: Operation.idempotent('shop.v1.Cart/EmptyCart') };
      const payments = aService(chart, 'payments', { operations, port: Port.grpc(7070) });
      aService(chart, 'orders').calls(payments.operations.empty);
    });
    expect(routeOf(system, 'payments', 'shop.orders.empty').match).toMatchObject([
      { method: { exact: 'POST' }, uri: { exact: '/shop.v1.Cart/EmptyCart' } },
    ]);
  });
});

describe('the last route', () => {
  test('takes whatever no caller declared, once, for as long as the service needs', () => {
    const system = shop((chart) => {
      const payments = aService(chart, 'payments', { ownTime: Duration.seconds(3) });
      payments.calls(aService(chart, 'ledger', { ownTime: Duration.seconds(4) }));
    });
    expect(routesOf(system, 'payments')).toEqual([
      {
        name: 'undeclared',
        route: [{ destination: { host: HOST, port: { number: 8080 } } }],
        timeout: '7s',
        retries: { attempts: 0 },
      },
    ]);
  });

  test('is there beside a caller of the whole service, whose match is not every request', () => {
    const system = shop((chart) => aService(chart, 'orders').calls(aService(chart, 'payments')));
    expect(routesOf(system, 'payments').at(-1)).not.toHaveProperty('match');
  });
});

describe('several HTTP ports', () => {
  const ports = { api: Port.http(7080), admin: Port.http(1180), raw: Port.tcp(1300) };

  test('have routes and a last one each, which match the port', () => {
    const system = shop((chart) => {
      const payments = aService(chart, 'payments', { ports });
      aService(chart, 'orders').calls(payments, { port: 'api' });
      aService(chart, 'ops').calls(payments, { port: 'admin' });
    });
    const summary = routesOf(system, 'payments').map(({ name, match, route }) => [
      name,
      match?.[0]?.port,
      route?.[0]?.destination.port?.number,
    ]);
    expect(summary).toEqual([
      ['shop.ops.any', 1180, 1180],
      ['undeclared.1180', 1180, 1180],
      ['shop.orders.any', 7080, 7080],
      ['undeclared.7080', 7080, 7080],
    ]);
  });

  test('keep the operations of one port away from the other', () => {
    const system = shop((chart) => {
      const operations = { quote: Operation.safe('GET /quotes/{id}') };
      const payments = aService(chart, 'payments', { ports, operations });
      aService(chart, 'orders').calls(payments.operations.quote, { port: 'api' });
    });
    expect(routeOf(system, 'payments', 'shop.orders.quote').match).toMatchObject([{ port: 7080 }]);
  });

  test('are matched by port only where there are several for HTTP', () => {
    const system = shop((chart) => {
      const some = { api: Port.http(7080), raw: Port.tcp(1300) };
      aService(chart, 'orders').calls(aService(chart, 'payments', { ports: some }), {
        port: 'api',
      });
    });
    expect(JSON.stringify(routesOf(system, 'payments'))).not.toMatch(/"port":7080/);
    expect(namesOf(system)).toEqual(['shop.orders.any', 'undeclared']);
  });
});

describe('versions that requests select', () => {
  const versions = {
    v1: { image: 'ghcr.io/acme/payments:1', weight: 100 },
    v2: {
      image: 'ghcr.io/acme/payments:2',
      when: Match.header('End-User').startingWith('jas'),
    },
    v3: { image: 'ghcr.io/acme/payments:3', when: Match.queryParameter('userId').exactly('7') },
  };

  test('come before the split, for each caller', () => {
    const system = shop((chart) => {
      const payments = aService(chart, 'payments', { versions });
      aService(chart, 'orders').calls(payments);
      aService(chart, 'web').calls(payments);
    });
    expect(namesOf(system)).toEqual([
      'shop.orders.any.v3',
      'shop.orders.any.v2',
      'shop.orders.any',
      'shop.web.any.v3',
      'shop.web.any.v2',
      'shop.web.any',
      'undeclared',
    ]);
  });

  test('come in the order of how few values they take, or the wider would take all', () => {
    const header = Match.header('end-user');
    const by = {
      a: header.present(),
      b: header.matching('jas.*'),
      c: header.startingWith('jas'),
      d: header.exactly('jason'),
    };
    const selected = Object.entries(by).map(([name, when]) => [name, { image: name, when }]);
    const system = shop((chart) => {
      const payments = aService(chart, 'payments', {
        versions: { ...Object.fromEntries(selected), e: { image: 'e', weight: 100 } },
      });
      aService(chart, 'orders').calls(payments);
    });
    expect(lines(system)).toEqual([]);
    expect(namesOf(system).slice(0, 4)).toEqual(
      ['d', 'c', 'b', 'a'].map((version) => `shop.orders.any.${version}`),
    );
  });

  test('are matched by header in lower case, and by parameter as it is written', () => {
    const system = shop((chart) => {
      aService(chart, 'orders').calls(aService(chart, 'payments', { versions }));
    });
    expect(routeOf(system, 'payments', 'shop.orders.any.v2')).toMatchObject({
      match: [{ headers: { 'end-user': { prefix: 'jas' } } }],
      route: [{ destination: { host: HOST, subset: 'v2' } }],
    });
    expect(routeOf(system, 'payments', 'shop.orders.any.v3')).toMatchObject({
      match: [{ queryParams: { userId: { exact: '7' } } }],
      route: [{ destination: { host: HOST, subset: 'v3' } }],
    });
  });

  test('keep deadline and retries of the caller', () => {
    const system = shop((chart) => {
      const operations = { quote: Operation.safe('GET /quotes/{id}') };
      const payments = aService(chart, 'payments', { versions, operations });
      aService(chart, 'orders').calls(payments.operations.quote, { timeout: Duration.seconds(7) });
    });
    const policy = (name: string): unknown[] => {
      const { timeout, retries } = routeOf(system, 'payments', name);
      return [timeout, retries];
    };
    expect(policy('shop.orders.quote.v2')).toEqual(policy('shop.orders.quote'));
    expect(policy('shop.orders.quote.v2')[0]).toBe('7s');
  });

  test('are selected with the key of a keyed operation and without it', () => {
    const system = shop((chart) => {
      const operations = { charge: OPERATIONS.charge };
      const payments = aService(chart, 'payments', { versions, operations });
      aService(chart, 'orders').calls(payments.operations.charge);
    });
    expect(namesOf(system)).toEqual([
      'shop.orders.charge.v3',
      'shop.orders.charge.v2',
      'shop.orders.charge',
      'shop.orders.charge.without-key.v3',
      'shop.orders.charge.without-key.v2',
      'shop.orders.charge.without-key',
      'undeclared',
    ]);
    expect(routeOf(system, 'payments', 'shop.orders.charge.v2').match).toMatchObject([
      { headers: { 'idempotency-key': {}, 'end-user': { prefix: 'jas' } } },
    ]);
  });
});

test('the host is fully qualified, and every proxy of the mesh gets the routes', () => {
  const system = shop((chart) => void aService(chart, 'payments'), { clusterDomain: 'eu.local' });
  const { hosts, gateways, exportTo } = specOf(system, 'VirtualService', 'payments');
  expect([hosts, gateways, exportTo]).toEqual([
    ['payments.shop.svc.eu.local'],
    undefined,
    undefined,
  ]);
});
