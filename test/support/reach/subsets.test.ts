import { effectiveRule } from './destination-rules';
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

describe('the rule that a caller gets', () => {
  const selector = { workloadSelector: { matchLabels: { app: 'cart' } }, exportTo: ['.'] };
  const cart = { namespace: 'web', labels: { app: 'cart' } };
  const other = { namespace: 'web', labels: { app: 'other' } };

  function subsetsFor(caller: typeof cart, ...rules: PlainObject[]): string | undefined {
    const found = effectiveRule(readManifests([...workloads, ...rules]), caller, host);
    return found?.subsets.map(({ name }) => name).join();
  }

  test.each([
    ['is that of the service', [rule('shop/dr', [v1])], 'v1'],
    ['is its own before that of the service', [rule('shop/dr', [v1]), rule('web/dr', [v2])], 'v2'],
    ['is that of the root namespace at last', [rule('istio-system/dr', [v2])], 'v2'],
    ['is not from a third namespace', [rule('bank/dr', [v1])], undefined],
    ['is not private to the service', [rule('shop/dr', [v1], { exportTo: ['.'] })], undefined],
    ['is exported to it', [rule('shop/dr', [v1], { exportTo: ['web'] })], 'v1'],
    ['joins the subsets of two rules', [rule('shop/a', [v1]), rule('shop/b', [v2])], 'v1,v2'],
    [
      'has the most specific name',
      [rule('shop/a', [v2], { host: '*.local' }), rule('shop/b', [v1])],
      'v1',
    ],
    ['is the one that selects it', [rule('web/a', [v1]), rule('web/b', [v2], selector)], 'v2'],
  ])('%s', (_, rules, expected) => {
    expect(subsetsFor(cart, ...rules)).toBe(expected);
  });

  test('is lost to the others of a namespace where a rule selects one of them', () => {
    const rules = [rule('shop/dr', [v1]), rule('web/edge', [v1, v2], selector)];
    expect(subsetsFor(cart, ...rules)).toBe('v1,v2');
    expect(subsetsFor(other, ...rules)).toBeUndefined();
  });

  test('is not restored by a private copy, which joins the rule with the selector', () => {
    const edge = rule('web/edge', [v1], selector);
    expect(subsetsFor(other, edge, rule('web/zcopy', [v2], { exportTo: ['.'] }))).toBeUndefined();
    expect(subsetsFor(other, edge, rule('web/zcopy', [v2]))).toBe('v2');
  });

  test('tells which subsets of a route it misses', () => {
    const manifests = readManifests([
      ...workloads,
      rule('shop/dr', [v1]),
      rule('web/edge', [], selector),
    ]);
    const found = { name: '', destinations: [{ host, subset: 'v1', weight: 100 }] };
    expect(missingSubsets(manifests, cart, found)).toStrictEqual(['v1']);
    expect(missingSubsets(manifests, { ...cart, namespace: 'shop' }, found)).toStrictEqual([]);
  });
});
