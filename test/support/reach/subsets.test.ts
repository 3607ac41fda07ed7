import { readManifests } from './manifests';
import { deployment, object, service } from './objects';
import type { PlainObject } from './objects';
import { danglingSubsets, missingSubsets } from './subsets';

const host = 'orders.shop.svc.cluster.local';
const v1 = { name: 'v1', labels: { version: 'v1' } };
const v2 = { name: 'v2', labels: { version: 'v2' } };
const workloads = [
  service('shop/orders'),
  deployment('shop/orders-v1', { labels: { app: 'orders', version: 'v1' } }),
];

function rule(id: string, subsets: readonly object[], more: object = {}): PlainObject {
  return object('DestinationRule', id, { host, subsets, ...more });
}

const route = [{ destination: { host: 'orders', subset: 'v1' } }];
const mirrored = { route: [{ destination: { host } }], mirror: { host, subset: 'v1' } };

describe.each([
  ['an HTTP route', { http: [{ route }] }],
  ['a TCP route', { tcp: [{ route }] }],
  ['a TLS route', { tls: [{ match: [{ sniHosts: ['*'] }], route }] }],
  ['a mirror', { http: [mirrored] }],
  ['a list of mirrors', { http: [{ mirrors: [{ destination: { host, subset: 'v1' } }] }] }],
])('the subset of %s', (_, spec) => {
  const vs = object('VirtualService', 'shop/vs', { hosts: [host], ...spec });
  const dangling = { virtualService: 'shop/vs', host, subset: 'v1' };

  test.each([
    ['is defined and has a workload', [rule('shop/dr', [v1])], []],
    ['is defined by one of two rules', [rule('shop/a', [v2]), rule('shop/b', [v1])], []],
    [
      'is defined under a short name',
      [object('DestinationRule', 'shop/a', { host: 'orders', subsets: [v1] })],
      [],
    ],
    [
      'is defined twice and has a workload once',
      [rule('shop/a', [{ ...v2, name: 'v1' }]), rule('shop/b', [v1])],
      [],
    ],
    ['is not defined', [rule('shop/dr', [v2])], [{ ...dangling, reason: 'undefined' }]],
    ['has no rule at all', [], [{ ...dangling, reason: 'undefined' }]],
    [
      'is defined for another host',
      [object('DestinationRule', 'web/a', { host: 'orders', subsets: [v1] })],
      [{ ...dangling, reason: 'undefined' }],
    ],
    [
      'selects no workload',
      [rule('shop/dr', [{ ...v2, name: 'v1' }])],
      [{ ...dangling, reason: 'empty' }],
    ],
  ])('%s', (__, rules, expected) => {
    const manifests = readManifests([...workloads, ...rules, vs]);
    expect(danglingSubsets(manifests)).toStrictEqual(expected);
  });
});

test('the endpoints of a ServiceEntry count for its subsets', () => {
  const endpoints = [{ address: '192.0.2.7', labels: { version: 'v1' } }];
  const entry = object('ServiceEntry', 'shop/e', { hosts: ['api.example.com'], endpoints });
  const http = [{ route: [{ destination: { host: 'api.example.com', subset: 'v1' } }] }];
  const vs = object('VirtualService', 'shop/vs', { hosts: ['api.example.com'], http });
  const external = rule('shop/dr', [v1], { host: 'api.example.com' });
  expect(danglingSubsets(readManifests([entry, vs, external]))).toStrictEqual([]);
  expect(danglingSubsets(readManifests([vs, external]))).toHaveLength(1);
});

test('a route without subsets has none that dangle', () => {
  const http = [{ route: [{ destination: { host } }] }];
  const vs = object('VirtualService', 'shop/vs', { hosts: [host], http });
  expect(danglingSubsets(readManifests([...workloads, vs]))).toStrictEqual([]);
});

test('a route misses the subsets that the rule of its caller does not define', () => {
  const workloadSelector = { matchLabels: { app: 'cart' } };
  const edge = rule('web/edge', [], { workloadSelector });
  const manifests = readManifests([...workloads, rule('shop/dr', [v1]), edge]);
  const found = { name: '', destinations: [{ host, subset: 'v1', weight: 100 }] };
  const cart = { namespace: 'web', labels: { app: 'cart' } };
  expect(missingSubsets(manifests, cart, found)).toStrictEqual(['v1']);
  expect(missingSubsets(manifests, { ...cart, namespace: 'shop' }, found)).toStrictEqual([]);
});
