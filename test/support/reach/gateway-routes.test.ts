import { gatewayRoute } from './gateway-routes';
import type { GatewayCall } from './gateway-routes';
import { readManifests } from './manifests';
import { object } from './objects';
import type { PlainObject } from './objects';

const call: GatewayCall = {
  gateway: 'edge/public',
  host: 'shop.example.com',
  port: 443,
  method: 'GET',
  path: '/orders/7',
};
const route = [{ destination: { host: 'orders' } }];

function gateway(hosts: readonly string[], more: object = {}): PlainObject {
  const server = {
    port: { number: 443, protocol: 'HTTPS' },
    hosts,
    tls: { mode: 'SIMPLE' },
    ...more,
  };
  return object('Gateway', 'edge/public', { selector: { istio: 'ingress' }, servers: [server] });
}

function virtualService(http: readonly object[], more: object = {}, id = 'shop/web'): PlainObject {
  const spec = { hosts: [call.host], gateways: ['edge/public'], http, ...more };
  return object('VirtualService', id, spec);
}

function nameOf(objects: readonly PlainObject[], request = call): string | undefined {
  return gatewayRoute(readManifests(objects), request)?.name;
}

const rest = [{ name: 'rest', route }];
const open = gateway(['*']);

test('a request takes the first route that matches', () => {
  const orders = { name: 'orders', match: [{ uri: { prefix: '/orders/' } }], route };
  expect(nameOf([open, virtualService([orders, ...rest])])).toBe('orders');
  expect(nameOf([open, virtualService([orders, ...rest])], { ...call, path: '/' })).toBe('rest');
  expect(nameOf([open, virtualService([orders])], { ...call, path: '/' })).toBeUndefined();
});

test('a short destination is of the namespace of the VirtualService', () => {
  const found = gatewayRoute(readManifests([open, virtualService(rest)]), call);
  expect(found?.destinations.map(({ host }) => host)).toStrictEqual([
    'orders.shop.svc.cluster.local',
  ]);
});

test.each([
  ['bound by namespace and name', {}, 'rest'],
  ['bound to the mesh alone', { gateways: undefined }, undefined],
  ['bound by a short name in another namespace', { gateways: ['public'] }, undefined],
  ['bound by the old form of a name', { gateways: ['public.edge.svc.cluster.local'] }, 'rest'],
  ['for another host', { hosts: ['x.example.com'] }, undefined],
  ['for a wildcard', { hosts: ['*.example.com'] }, 'rest'],
  ['exported to the gateway', { exportTo: ['edge'] }, 'rest'],
  ['not exported to the gateway', { exportTo: ['.'] }, undefined],
])('a VirtualService %s', (_, more, expected) => {
  expect(nameOf([open, virtualService(rest, more)])).toBe(expected);
});

test('the namespace of the pods decides what is exported to the gateway', () => {
  const objects = [open, virtualService(rest, { exportTo: ['ingress'] })];
  expect(nameOf(objects)).toBeUndefined();
  expect(nameOf(objects, { ...call, proxyNamespace: 'ingress' })).toBe('rest');
});

test.each([
  ['the host', ['shop.example.com'], 'rest'],
  ['a wildcard of the host', ['*.example.com'], 'rest'],
  ['another host', ['x.example.com'], undefined],
  ['the host for the namespace of the VirtualService', ['shop/shop.example.com'], 'rest'],
  ['the host for every namespace', ['*/shop.example.com'], 'rest'],
  ['the host for another namespace', ['bank/shop.example.com'], undefined],
  ["the host for the Gateway's own namespace", ['./shop.example.com'], undefined],
])('a server offers %s', (_, hosts, expected) => {
  expect(nameOf([gateway(hosts), virtualService(rest)])).toBe(expected);
});

test.each([
  ['another port', { port: { number: 80, protocol: 'HTTP' } }, undefined],
  ['TLS that it passes through', { tls: { mode: 'PASSTHROUGH' } }, undefined],
  ['TCP', { port: { number: 443, protocol: 'TCP' } }, undefined],
  ['a redirect to HTTPS', { tls: { httpsRedirect: true } }, 'https-redirect'],
])('a server with %s', (_, more, expected) => {
  expect(nameOf([gateway(['*'], more), virtualService(rest)])).toBe(expected);
});

test('a match may be for one of the gateways', () => {
  const http = [
    { name: 'inside', match: [{ gateways: ['mesh'] }], route },
    { name: 'edge', match: [{ gateways: ['edge/public'] }], route },
  ];
  expect(nameOf([open, virtualService(http, { gateways: ['mesh', 'edge/public'] })])).toBe('edge');
});

test.each([
  ['the labels of the gateway', { sourceLabels: { istio: 'ingress' } }, 'edge'],
  ['other labels', { sourceLabels: { istio: 'egress' } }, undefined],
  ['the host as authority', { authority: { exact: call.host } }, 'edge'],
])('a match may be for %s', (_, match, expected) => {
  expect(nameOf([open, virtualService([{ name: 'edge', match: [match], route }])])).toBe(expected);
});

test('one host of a server that redirects is enough', () => {
  const redirecting = gateway(['x.example.com', call.host], { tls: { httpsRedirect: true } });
  expect(nameOf([redirecting, virtualService(rest)])).toBe('https-redirect');
});

test('VirtualServices for one host are joined, catch-all routes last', () => {
  const orders = [{ name: 'orders', match: [{ uri: { prefix: '/orders/' } }], route }];
  const objects = [open, virtualService(rest, {}, 'shop/a'), virtualService(orders, {}, 'shop/b')];
  expect(nameOf(objects)).toBe('orders');
  expect(nameOf(objects, { ...call, path: '/' })).toBe('rest');
});

test('what follows a catch-all route in its VirtualService never counts', () => {
  const late = { name: 'late', match: [{ uri: { prefix: '/orders/' } }], route };
  expect(nameOf([open, virtualService([...rest, late])])).toBe('rest');
});

test('the most specific host alone counts', () => {
  const wide = virtualService([{ name: 'wide', route }], { hosts: ['*.example.com'] }, 'shop/a');
  const orders = [{ name: 'orders', match: [{ uri: { prefix: '/orders/' } }], route }];
  const objects = [open, wide, virtualService(orders, {}, 'shop/b')];
  expect(nameOf(objects)).toBe('orders');
  expect(nameOf(objects, { ...call, path: '/' })).toBeUndefined();
});

test('a more specific host without a route for the gateway does not count', () => {
  const wide = virtualService([{ name: 'wide', route }], { hosts: ['*.example.com'] }, 'shop/a');
  const inside = [{ match: [{ gateways: ['mesh'] }], route }];
  expect(nameOf([open, wide, virtualService(inside, {}, 'shop/b')])).toBe('wide');
});

test('a Gateway that is not there is an error', () => {
  expect(() => nameOf([])).toThrow('edge/public');
});
