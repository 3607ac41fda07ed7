import { Duration, type Chart } from 'cdk8s';
import {
  DataStore,
  ExternalService,
  GatewayTls,
  Identity,
  Match,
  MeshGateway,
  Operation,
  Port,
  Retries,
  ServiceReference,
  Tls,
  type GatewayRouteOptions,
  type ResilientServiceProps,
} from '../../../constructs';
import type { DeclaredSystem } from '../../../constructs/testing';
import { aService, errors, lines, shop } from '../../support/declare';
import { routeOf, routesOf, specOf } from '../rendered';

const OPERATIONS = {
  quote: Operation.safe('GET /quotes/{id}'),
  charge: Operation.keyed('POST /charges', { keyHeader: 'Idempotency-Key' }),
  refund: Operation.unsafe('POST /refunds'),
};

const aGateway = (chart: Chart): MeshGateway =>
  new MeshGateway(chart, 'web', { hosts: ['*'], tls: GatewayTls.secret('cert') });

function routing(
  path: string,
  options: GatewayRouteOptions = {},
  overrides: ResilientServiceProps = {},
): DeclaredSystem {
  return shop((chart) => {
    aGateway(chart).routes(path, aService(chart, 'orders', overrides), options);
  });
}

describe('a route to a service as a whole', () => {
  test('takes its path with any method, and repeats what cannot have reached it', () => {
    const system = routing('/checkout', { timeout: Duration.seconds(7) });
    expect(lines(system)).toEqual([]);
    expect(routesOf(system, 'web')).toEqual([
      {
        name: 'orders /checkout',
        match: [{ uri: { exact: '/checkout' } }],
        route: [
          {
            destination: { host: 'orders.shop.svc.cluster.local', port: { number: 8080 } },
          },
        ],
        timeout: '7s',
        retries: {
          attempts: 2,
          retryOn: 'connect-failure,refused-stream,reset-before-request',
          backoff: '25ms',
          retryIgnorePreviousHosts: true,
          retryRemoteLocalities: false,
        },
      },
    ]);
    expect(specOf(system, 'AuthorizationPolicy', 'orders').rules).toMatchObject([
      { to: [{ operation: { ports: ['8080'], paths: ['/checkout'] } }] },
    ]);
  });

  test.each([
    ['/products/{id}', { regex: '/products/[^/]+' }, '/products/{*}'],
    ['/static/*', { prefix: '/static/' }, '/static/*'],
  ])('takes %s, and admits the gateway to the same', (path, uri, authorized) => {
    const system = routing(path);
    expect(routesOf(system, 'web')[0]?.match).toEqual([{ uri }]);
    expect(specOf(system, 'AuthorizationPolicy', 'orders').rules).toMatchObject([
      { to: [{ operation: { paths: [authorized] } }] },
    ]);
  });

  test('takes the methods that are given alone, and admits to those alone', () => {
    const system = routing('/checkout', { methods: ['PUT', 'POST', 'PUT'] });
    expect(routeOf(system, 'web', 'orders POST PUT /checkout').match).toMatchObject([
      { method: { regex: 'POST|PUT' } },
    ]);
    expect(specOf(system, 'AuthorizationPolicy', 'orders').rules).toMatchObject([
      { to: [{ operation: { methods: ['POST', 'PUT'] } }] },
    ]);
  });

  test('takes the header that is given, before the same path without it', () => {
    const system = shop((chart) => {
      const web = aGateway(chart);
      web.routes('/checkout', aService(chart, 'orders'));
      const when = Match.header('X-Beta').exactly('7');
      web.routes('/checkout', aService(chart, 'next'), { when });
    });
    expect(lines(system)).toEqual([]);
    expect(routesOf(system, 'web').map(({ name, match }) => [name, match?.[0]?.headers])).toEqual([
      ['next /checkout', { 'x-beta': { exact: '7' } }],
      ['orders /checkout', undefined],
    ]);
  });

  test('goes to the port that is named, and must name one of several', () => {
    const ports = { api: Port.http(7080), admin: Port.http(1180) };
    expect(routing('/*', { port: 'admin' }, { ports }).calls()).toMatchObject([{ port: 1180 }]);
    expect(errors(routing('/*', {}, { ports }))).toEqual([
      '[shop/web] MW0404 routes(/*).port: got nothing, want one of the ports of orders: admin (1180), ' +
        'api (7080); set `port` to one of them',
    ]);
  });
});

test('of one path those with methods come before that for any method, and few before many', () => {
  const system = shop((chart) => {
    const web = aGateway(chart);
    web.routes('/checkout', aService(chart, 'a'));
    web.routes('/checkout', aService(chart, 'b'), { methods: ['GET', 'PUT', 'POST'] });
    web.routes('/checkout', aService(chart, 'c'), { methods: ['POST'] });
  });
  expect(routesOf(system, 'web').map(({ name }) => name)).toEqual([
    'c POST /checkout',
    'b GET POST PUT /checkout',
    'a /checkout',
  ]);
});

test('routes come from special to general, whatever the order of declarations', () => {
  const paths = ['/*', '/quotes/*', '/quotes/{id}', '/quotes/latest'];
  const [there, back] = [paths, [...paths].reverse()].map((order) =>
    shop((chart) => {
      const [web, orders] = [aGateway(chart), aService(chart, 'orders')];
      for (const path of order) web.routes(path, orders);
    }),
  );
  const names = (system?: DeclaredSystem): unknown =>
    system && routesOf(system, 'web').map(({ name }) => name);
  expect(names(there)).toEqual([
    'orders /quotes/latest',
    'orders /quotes/{}',
    'orders /quotes/*',
    'orders /*',
  ]);
  expect(names(back)).toEqual(names(there));
});

describe('an exposed operation', () => {
  test('is let in as what it is, with the retries that it can stand', () => {
    const system = shop((chart) => {
      const payments = aService(chart, 'payments', { operations: OPERATIONS });
      const web = aGateway(chart);
      const timeout = Duration.seconds(2);
      web.exposes(payments.operations.quote, { timeout, retries: Retries.upTo(2) });
      web.exposes(payments.operations.charge, { timeout });
      web.exposes(payments.operations.refund);
    });
    expect(lines(system)).toEqual([]);
    const summary = routesOf(system, 'web').map(({ name, match, retries }) => [
      name,
      match?.[0]?.method,
      match?.[0]?.headers,
      retries?.attempts,
      retries?.perTryTimeout,
    ]);
    expect(summary).toEqual([
      ['payments.quote', { exact: 'GET' }, undefined, 2, '641ms'],
      ['payments.charge', { exact: 'POST' }, { 'idempotency-key': {} }, 1, '987ms'],
      ['payments.charge.without-key', { exact: 'POST' }, undefined, 2, undefined],
      ['payments.refund', { exact: 'POST' }, undefined, 2, undefined],
    ]);
    const [rule] = specOf(system, 'AuthorizationPolicy', 'payments').rules ?? [];
    expect(rule?.to).toHaveLength(3);
  });

  test('of several services of one gateway each goes to its own', () => {
    const system = shop((chart) => {
      const web = aGateway(chart);
      web.exposes(aService(chart, 'payments', { operations: OPERATIONS }).operations.refund);
      web.routes('/checkout', aService(chart, 'orders'));
    });
    expect(
      routesOf(system, 'web').map(({ route }) => route?.[0]?.destination.host.split('.')[0]),
    ).toEqual(['orders', 'payments']);
  });
});

describe('the versions of a service', () => {
  const versions = {
    v1: { image: 'ghcr.io/acme/orders:1', weight: 87 },
    v2: { image: 'ghcr.io/acme/orders:2', when: Match.cookie('group', 'beta') },
    v3: { image: 'ghcr.io/acme/orders:3', weight: 13 },
  };

  test('are chosen at the gateway as inside the mesh, whose routes do not hold there', () => {
    const system = routing('/checkout', {}, { versions });
    expect(lines(system)).toEqual([]);
    const summary = routesOf(system, 'web').map(({ name, match, route = [] }) => [
      name,
      match?.[0]?.uri,
      Object.keys(match?.[0]?.headers ?? {}),
      route.map(({ destination, weight }) => [destination.subset, weight]),
    ]);
    const uri = { exact: '/checkout' };
    expect(summary).toEqual([
      ['orders /checkout.v2', uri, ['cookie'], [['v2', undefined]]],
      [
        'orders /checkout',
        uri,
        [],
        [
          ['v1', 87],
          ['v3', 13],
        ],
      ],
    ]);
  });
});

describe('a route is an error', () => {
  test.each<[string, DeclaredSystem, string]>([
    [
      'where its path is not absolute',
      routing('checkout'),
      'MW0504 routes(checkout): got "checkout", want a path such as /checkout, /products/{id} or ' +
        '/static/*; correct the path',
    ],
    [
      'where a method is none',
      routing('/checkout', { methods: ['POST', 'get'] }),
      'MW0505 routes(/checkout).methods: got "get", want methods in capitals, such as GET; correct the ' +
        'method, or leave `methods` out for any',
    ],
    [
      'where its methods are none at all',
      routing('/checkout', { methods: [] }),
      'MW0505 routes(/checkout).methods: got [], want methods in capitals, such as GET; correct the ' +
        'method, or leave `methods` out for any',
    ],
    [
      'where its header is none',
      routing('/checkout', { when: Match.header('x y').present() }),
      'MW0012 routes(/checkout).when: got "x y", want an HTTP token: letters, digits and ' +
        "-_.~!#$%&'*+^`|; rename it",
    ],
    [
      'where the port carries no requests',
      routing('/checkout', {}, { port: Port.tcp(7000) }),
      'MW0506 routes(/checkout): got tcp port 7000, want an HTTP port; route to another port, or ' +
        'declare its protocol',
    ],
  ])('%s', (_where, system, text) => {
    expect(errors(system)).toEqual([`[shop/web] ${text}`]);
  });

  test('where it leads out of the mesh', () => {
    const system = shop((chart) => {
      const web = aGateway(chart);
      const tls = Tls.originate();
      web.routes('/cards', new ExternalService(chart, 'cards', { host: 'cards.example', tls }));
      web.routes('/db', DataStore.redis(chart, 'cache', { address: '10.7.0.11' }));
      web.routes(
        '/bank',
        ServiceReference.of(chart, 'bank', {
          host: 'bank.eu.svc.cluster.local',
          port: 7080,
          identity: Identity.of('eu', 'bank'),
        }),
      );
    });
    const rest = 'want a service of the mesh; route to a service that calls it';
    expect(errors(system)).toEqual([
      '[shop/web] MW0506 routes(/db): got redis port 6379, want an HTTP port; route to another port, ' +
        'or declare its protocol',
      `[shop/web] MW0509 routes(/bank): got bank.eu.svc.cluster.local, ${rest}`,
      `[shop/web] MW0509 routes(/cards): got cards.example, ${rest}`,
    ]);
  });
});
