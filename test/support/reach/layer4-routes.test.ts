import { layer4Route } from './layer4-routes';
import { readManifests } from './manifests';
import { object, service } from './objects';
import type { PlainObject } from './objects';

const store = { host: 'store.shop.svc.cluster.local', port: 6379 };
const api = { host: 'api.example.com', port: 443 };
const egress = 'egress.istio-egress.svc.cluster.local';
const cart = { namespace: 'web', labels: { app: 'cart' } };
const registry = [
  service('shop/store', { ports: [{ name: 'tcp', port: 6379 }] }),
  object('ServiceEntry', 'shop/api', {
    hosts: [api.host],
    ports: [
      { number: 80, name: 'http', protocol: 'HTTP' },
      { number: 443, name: 'tls', protocol: 'TLS' },
    ],
  }),
];

function virtualService(spec: object): PlainObject {
  return object('VirtualService', 'shop/vs', { hosts: [store.host, api.host], ...spec });
}

function goesTo(endpoint: typeof store, ...objects: PlainObject[]): readonly string[] | undefined {
  const found = layer4Route(readManifests([...registry, ...objects]), cart, endpoint);
  return found?.destinations.map(({ host, subset = '-', weight }) => `${host} ${subset} ${weight}`);
}

const to = (host: string, subset?: string, weight?: number): object => ({
  destination: { host, subset },
  weight,
});

test('without a VirtualService a connection goes to its host', () => {
  expect(goesTo(store)).toStrictEqual([`${store.host} - 100`]);
});

test('a host that is not visible has no route', () => {
  expect(goesTo({ ...store, port: 7 })).toBeUndefined();
});

test.each([
  ['a route without match takes every connection', undefined, 'v1'],
  ['a route for the port', [{ port: 6379 }], 'v1'],
  ['a route for another port leaves the host itself', [{ port: 7 }], '-'],
  ['a route for the caller', [{ sourceLabels: { app: 'cart' } }], 'v1'],
  ['a route for another caller leaves the host itself', [{ sourceNamespace: 'shop' }], '-'],
])('TCP: %s', (_, match, subset) => {
  const vs = virtualService({ tcp: [{ match, route: [to(store.host, 'v1')] }] });
  expect(goesTo(store, vs)).toStrictEqual([`${store.host} ${subset} 100`]);
});

test('TCP: the first route wins, and weights are kept', () => {
  const split = {
    route: [to(store.host, 'v1', 70), to(store.host, 'v2', 30), to(store.host, 'v3')],
  };
  const vs = virtualService({ tcp: [split, { route: [to(store.host)] }] });
  expect(goesTo(store, vs)).toStrictEqual([`${store.host} v1 70`, `${store.host} v2 30`]);
});

test('TCP: a route without destination is passed over', () => {
  const vs = virtualService({ tcp: [{ route: [] }, { route: [to(store.host, 'v1')] }] });
  expect(goesTo(store, vs)).toStrictEqual([`${store.host} v1 100`]);
});

test('a TCP route says nothing about a TLS port, nor the other way round', () => {
  const tcp = virtualService({ tcp: [{ route: [to(egress)] }] });
  const tls = virtualService({ tls: [{ match: [{ sniHosts: ['*'] }], route: [to(egress)] }] });
  expect(goesTo(api, tcp)).toStrictEqual([`${api.host} - 100`]);
  expect(goesTo(store, tls)).toStrictEqual([`${store.host} - 100`]);
});

test.each([
  ['its name', [api.host], [`${egress} - 100`]],
  ['a wildcard', ['*.example.com'], [`${egress} - 100`]],
  ['another name alone: no route is left', ['x.example.com'], undefined],
])('TLS: a route has %s', (_, sniHosts, expected) => {
  const vs = virtualService({ tls: [{ match: [{ port: 443, sniHosts }], route: [to(egress)] }] });
  expect(goesTo(api, vs)).toStrictEqual(expected);
});

test('TLS: the most specific name wins, whatever the order', () => {
  const wide = { match: [{ sniHosts: ['*.example.com'] }], route: [to(egress)] };
  const exact = { match: [{ sniHosts: [api.host] }], route: [to(api.host, 'v1')] };
  expect(goesTo(api, virtualService({ tls: [wide, exact] }))).toStrictEqual([`${api.host} v1 100`]);
});

test('subnets cannot be evaluated', () => {
  const match = [{ destinationSubnets: ['10.7.0.0/16'] }];
  const vs = virtualService({ tcp: [{ match, route: [to(egress)] }] });
  expect(() => goesTo(store, vs)).toThrow('destinationSubnets');
});
