import { readManifests } from './manifests';
import { object, service } from './objects';
import type { PlainObject } from './objects';
import type { HttpCall } from './requests';
import type { RouteSummary } from './route-summary';
import { httpRoute } from './routes';

const host = 'orders.shop.svc.cluster.local';
const cart = { namespace: 'web', labels: { app: 'cart' } };
const call: HttpCall = { host, port: 80, method: 'GET', path: '/orders/7' };
const to = (subset?: string, weight?: number): object => ({
  destination: { host, subset },
  weight,
});

function virtualService(
  http: readonly object[],
  more: object = {},
  id = 'shop/orders',
): PlainObject {
  return object('VirtualService', id, { hosts: [host], http, ...more });
}

function route(objects: readonly PlainObject[], request = call): RouteSummary | undefined {
  return httpRoute(readManifests([service('shop/orders'), ...objects]), cart, request);
}

function nameOf(http: readonly object[], more?: object): string | undefined {
  return route([virtualService(http, more)])?.name;
}

test('the first route that matches tells its deadline, retries and destinations', () => {
  const retries = { attempts: 2, retryOn: 'reset' };
  const found = route([
    virtualService([
      { name: 'write', match: [{ method: { exact: 'POST' } }], route: [to()] },
      {
        name: 'read',
        match: [{ method: { exact: 'GET' } }],
        route: [to('v1', 70), to('v2', 30)],
        timeout: '7s',
        retries,
      },
      { name: 'rest', route: [to()] },
    ]),
  ]);
  expect(found).toStrictEqual({
    name: 'read',
    virtualService: 'shop/orders',
    timeout: '7s',
    retries,
    destinations: [
      { host, port: undefined, subset: 'v1', weight: 70 },
      { host, port: undefined, subset: 'v2', weight: 30 },
    ],
  });
});

test('one match of a route is enough, and its name is added', () => {
  const match = [{ method: { exact: 'PUT' } }, { name: 'get', method: { exact: 'GET' } }];
  expect(nameOf([{ name: 'a', match, route: [to()] }])).toBe('a.get');
});

test('each caller gets its own route and everyone else the last', () => {
  const http = [
    { name: 'admin', match: [{ sourceLabels: { app: 'admin' } }], route: [to()] },
    {
      name: 'cart',
      match: [{ sourceLabels: { app: 'cart' }, sourceNamespace: 'web' }],
      route: [to()],
    },
    { name: 'rest', route: [to()] },
  ];
  expect(nameOf(http)).toBe('cart');
  expect(nameOf(http.filter(({ name }) => name !== 'cart'))).toBe('rest');
});

test('the authority is the host where none is given', () => {
  const http = [{ name: 'host', match: [{ authority: { exact: host } }], route: [to()] }];
  expect(nameOf(http)).toBe('host');
  expect(route([virtualService(http)], { ...call, authority: 'orders:80' })).toBeUndefined();
});

test('a request that no route matches gets none', () => {
  const http = [{ match: [{ method: { exact: 'POST' } }], route: [to()] }];
  expect(route([virtualService(http)])).toBeUndefined();
});

test('a VirtualService without a route for the caller is as if it were not there', () => {
  const http = [{ match: [{ sourceLabels: { app: 'admin' } }], route: [to()] }];
  expect(route([virtualService(http)])).toStrictEqual({
    name: 'default',
    destinations: [{ host, port: 80, weight: 100 }],
  });
});

test('a host that the caller does not see has no route', () => {
  const scope = object('Sidecar', 'web/default', { egress: [{ hosts: ['./*'] }] });
  expect(route([scope])).toBeUndefined();
  expect(route([], { ...call, port: 81 })).toBeUndefined();
});

test.each([
  ['a single destination takes all', [to('v1', 0)], ['v1:100']],
  ['of several, those of weight 0 are dropped', [to('v1', 0), to('v2', 1)], ['v2:1']],
])('%s', (_, destinations, expected) => {
  const found = route([virtualService([{ route: destinations }])]);
  expect(found?.destinations.map(({ subset, weight }) => `${subset}:${weight}`)).toStrictEqual(
    expected,
  );
});

test.each(['redirect', 'directResponse'])('a %s has no destination', (action) => {
  expect(route([virtualService([{ [action]: {} }])])?.destinations).toStrictEqual([]);
});

test('a delegate cannot be evaluated', () => {
  expect(() => route([virtualService([{ delegate: { name: 'x' } }])])).toThrow('delegate');
});

const rest = [{ name: 'rest', route: [to()] }];

test.each([
  ['for the mesh by default', {}, 'rest'],
  ['for the mesh by name', { gateways: ['edge', 'mesh'] }, 'rest'],
  ['not where it is for a gateway alone', { gateways: ['edge'] }, 'default'],
  ['with a short host of its own namespace', { hosts: ['orders'] }, 'rest'],
  ['not with a host that has a dot and no domain', { hosts: ['orders.shop'] }, 'default'],
  ['with a wildcard', { hosts: ['*.shop.svc.cluster.local'] }, 'rest'],
  ['not with another wildcard', { hosts: ['*.web.svc.cluster.local'] }, 'default'],
  ['where it is exported to all', { exportTo: ['*'] }, 'rest'],
  ['where it is exported to the caller', { exportTo: ['web'] }, 'rest'],
  ['not where it is private', { exportTo: ['.'] }, 'default'],
  ['not where it is for nobody', { exportTo: ['~'] }, 'default'],
])('a VirtualService counts: %s', (_, more, expected) => {
  expect(nameOf(rest, more)).toBe(expected);
});

describe('of several VirtualServices for a host', () => {
  const named = (id: string, name: string, more: object = {}): PlainObject =>
    virtualService([{ name, route: [to()] }], more, id);

  test.each([
    ['the first wins', [named('shop/b', 'second'), named('shop/a', 'first')], 'first'],
    [
      'one of the caller comes first',
      [named('shop/a', 'public'), named('web/z', 'own', { exportTo: ['.'] })],
      'own',
    ],
    [
      'an exact host wins over a wildcard',
      [named('shop/a', 'wide', { hosts: ['*.local'] }), named('shop/b', 'exact')],
      'exact',
    ],
    [
      'a longer wildcard wins',
      [
        named('shop/a', 'wide', { hosts: ['*.local'] }),
        named('shop/b', 'long', { hosts: ['*.cluster.local'] }),
      ],
      'long',
    ],
  ])('%s', (_, objects, expected) => {
    expect(route(objects)?.name).toBe(expected);
  });

  test('the next one counts where the first has no route for the caller', () => {
    const foreign = [{ match: [{ sourceNamespace: 'bank' }], route: [to()] }];
    const wide = { hosts: ['*.local'] };
    expect(route([virtualService(foreign), named('shop/z', 'next')])?.name).toBe('next');
    expect(route([virtualService(foreign, wide), named('shop/z', 'x', wide)])?.name).toBe(
      'default',
    );
  });

  test('one that is private comes before one that is exported to the caller', () => {
    const own = named('web/z', 'own', { exportTo: ['.'] });
    expect(route([named('shop/a', 'exported', { exportTo: ['web'] }), own])?.name).toBe('own');
  });

  test('one of whose hosts the caller imports one counts', () => {
    const scope = object('Sidecar', 'web/default', { egress: [{ hosts: [`shop/${host}`] }] });
    const several = named('shop/a', 'several', { hosts: ['other.example.com', host] });
    expect(route([scope, several])?.name).toBe('several');
  });

  test('one that the caller does not import does not count', () => {
    const scope = object('Sidecar', 'web/default', { egress: [{ hosts: [`shop/${host}`] }] });
    expect(route([scope, named('other/a', 'foreign')])?.name).toBe('default');
    expect(route([scope, named('shop/a', 'own')])?.name).toBe('own');
  });
});
