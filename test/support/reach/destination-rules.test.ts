import { effectiveRule, policyTowards } from './destination-rules';
import { readManifests } from './manifests';
import { object, service } from './objects';
import type { PlainObject } from './objects';

const host = 'orders.shop.svc.cluster.local';
const cart = { namespace: 'web', labels: { app: 'cart', tier: 'front' } };
const other = { namespace: 'web', labels: { app: 'other' } };
const atRoot = { namespace: 'istio-system', labels: { app: 'ingress' } };

/** A rule with one subset, called like the rule. */
function rule(id: string, more: object = {}): PlainObject {
  const subsets = [{ name: id.split('/')[1] }];
  return object('DestinationRule', id, { host, subsets, ...more });
}

const selecting = (matchLabels: object): object => ({ workloadSelector: { matchLabels } });
const exported = (...exportTo: string[]): object => ({ exportTo });

function subsetsFor(caller: typeof other, ...rules: PlainObject[]): string | undefined {
  const found = effectiveRule(readManifests([service('shop/orders'), ...rules]), caller, host);
  return found?.subsets.map(({ name }) => name).join();
}

describe('the namespace of a rule', () => {
  test.each([
    ['is that of the service', [rule('shop/a')], 'a'],
    ['is its own before that of the service', [rule('shop/a'), rule('web/b')], 'b'],
    ['is the root namespace at last', [rule('istio-system/a')], 'a'],
    ['is that of the service before the root', [rule('istio-system/a'), rule('shop/b')], 'b'],
    ['is no third one', [rule('bank/a')], undefined],
  ])('%s', (_, rules, expected) => {
    expect(subsetsFor(cart, ...rules)).toBe(expected);
  });
});

test.each([
  ['of the service to all', [rule('shop/a', exported('*'))], 'a'],
  ['of the service to the caller', [rule('shop/a', exported('web'))], 'a'],
  ['of the service to others', [rule('shop/a', exported('bank'))], undefined],
  ['of the service to itself by a dot', [rule('shop/a', exported('.'))], undefined],
  ['of the service to itself by name', [rule('shop/a', exported('shop'))], undefined],
  ['of the caller to itself by a dot', [rule('web/a', exported('.'))], 'a'],
  ['of the caller to itself by name', [rule('web/a', exported('web'))], 'a'],
  ['of the caller to all', [rule('web/a', exported('*'))], 'a'],
  ['of the caller to others', [rule('web/a', exported('bank'))], undefined],
])('exported by the namespace %s', (_, rules, expected) => {
  expect(subsetsFor(cart, ...rules)).toBe(expected);
});

test('a proxy in the root namespace takes its private rules before the service has its say', () => {
  const own = rule('istio-system/own', exported('.'));
  expect(subsetsFor(atRoot, own, rule('shop/a'))).toBe('own');
  expect(subsetsFor(atRoot, rule('istio-system/own'), rule('shop/a'))).toBe('a');
});

test.each([
  ['exact before wildcard', [rule('shop/a', { host: '*.local' }), rule('shop/b')], 'b'],
  [
    'the longest wildcard',
    [rule('shop/a', { host: '*.local' }), rule('shop/b', { host: '*.cluster.local' })],
    'b',
  ],
  [
    'of those that are exported',
    [rule('shop/a', { host: '*.local' }), rule('shop/b', exported('.'))],
    'a',
  ],
])('the most specific name counts: %s', (_, rules, expected) => {
  expect(subsetsFor(cart, ...rules)).toBe(expected);
});

test.each([
  ['of equal export join', [rule('shop/a'), rule('shop/b')], 'a,b'],
  [
    'keep the first subset of a name',
    [rule('shop/a'), rule('shop/b', { subsets: [{ name: 'a' }] })],
    'a',
  ],
  [
    'of other export stay apart, and the last counts',
    [rule('shop/a', exported('web', 'x')), rule('shop/b', exported('web'))],
    'b',
  ],
  [
    'of wider export join',
    [rule('shop/a', exported('web')), rule('shop/b', exported('web', 'x'))],
    'a,b',
  ],
  [
    'of any export and of no export stay apart',
    [rule('shop/a'), rule('shop/b', exported('*'))],
    'b',
  ],
])('rules %s', (_, rules, expected) => {
  expect(subsetsFor(cart, ...rules)).toBe(expected);
});

describe('a rule with a selector', () => {
  const forCart = rule('web/edge', selecting({ app: 'cart' }));

  test.each([
    ['is for the workload that it selects', cart, [forCart], 'edge'],
    ['comes before one without', cart, [rule('web/a'), forCart], 'edge'],
    ['leaves the others the one without', other, [rule('web/a'), forCart], 'a'],
    ['takes from the others what the service says', other, [rule('shop/a'), forCart], undefined],
    ['of the service counts for nobody else', cart, [rule('shop/a', selecting({}))], undefined],
    ['joins its equal', cart, [forCart, rule('web/f', selecting({ app: 'cart' }))], 'edge,f'],
    ['does not join another', cart, [forCart, rule('web/f', selecting({ app: 'x' }))], 'edge'],
    [
      'does not join a narrower one',
      cart,
      [forCart, rule('web/f', selecting({ app: 'cart', tier: 'front' }))],
      'edge',
    ],
    ['swallows a private one without', cart, [forCart, rule('web/z', exported('.'))], 'edge,z'],
    ['swallows it from the others too', other, [forCart, rule('web/z', exported('.'))], undefined],
    [
      'joins one of wider export, which stays',
      cart,
      [forCart, rule('web/z', exported('.', 'x'))],
      'edge,z',
    ],
    [
      'joins one of wider export, and the others keep it',
      other,
      [forCart, rule('web/z', exported('.', 'x'))],
      'z',
    ],
    ['leaves one for all alone', cart, [forCart, rule('web/z')], 'edge'],
  ])('%s', (_, caller, rules, expected) => {
    expect(subsetsFor(caller, ...rules)).toBe(expected);
  });
});

test('the sources tell which rules were joined', () => {
  const manifests = readManifests([service('shop/orders'), rule('shop/b'), rule('shop/a')]);
  expect(effectiveRule(manifests, cart, host)?.sources).toStrictEqual(['shop/a', 'shop/b']);
});

describe('a policy', () => {
  const pool = { connectionPool: { tcp: { maxConnections: 7 } } };
  const wider = { connectionPool: { tcp: { maxConnections: 11 } } };
  const ejecting = { outlierDetection: { interval: '5s' } };

  function policyFor(subset: string | undefined, ...rules: PlainObject[]): unknown {
    const found = effectiveRule(readManifests([service('shop/orders'), ...rules]), cart, host);
    return found && policyTowards(found, subset);
  }

  test('of several rules is that of the first that has one, and is not merged', () => {
    const rules = [
      rule('shop/a'),
      rule('shop/b', { trafficPolicy: pool }),
      rule('shop/c', { trafficPolicy: { ...wider, ...ejecting } }),
    ];
    expect(policyFor(undefined, ...rules)).toEqual(pool);
  });

  test('of a subset takes the place of that of the rule block by block', () => {
    const subsets = [{ name: 'v1', trafficPolicy: wider }];
    const merged = rule('shop/a', { subsets, trafficPolicy: { ...pool, ...ejecting } });
    expect(policyFor('v1', merged)).toEqual({ ...wider, ...ejecting });
  });

  test('of a subset that no rule has is none', () => {
    expect(policyFor('v2', rule('shop/v1', { trafficPolicy: pool }))).toBeUndefined();
  });
});
