import { readManifests } from './manifests';
import { isEgressAllowed, isIngressAllowed } from './network-policy';
import type { Connection } from './network-policy';
import { namespace, object } from './objects';

const incoming: Connection = {
  pod: { namespace: 'shop', labels: { app: 'orders' } },
  peer: { namespace: 'web', labels: { app: 'cart', tier: 'front' } },
  port: 8080,
};
const outside: Connection = { ...incoming, peer: { ip: '203.0.113.7' } };
const selector = { matchLabels: { app: 'orders' } };

function ingress(rule: unknown, connection = incoming): boolean {
  const spec = { podSelector: selector, policyTypes: ['Ingress'], ingress: [rule] };
  const policy = object('NetworkPolicy', 'shop/p', spec);
  return isIngressAllowed(readManifests([policy, namespace('web', { zone: 'dmz' })]), connection);
}

describe('which policies decide', () => {
  test.each([
    ['a policy without rules closes the selected pods', { podSelector: selector }, 'shop/p', false],
    ['an empty selector selects all pods', { podSelector: {} }, 'shop/p', false],
    ['other pods stay open', { podSelector: { matchLabels: { app: 'x' } } }, 'shop/p', true],
    ['other namespaces stay open', { podSelector: {} }, 'web/p', true],
    [
      'a policy for egress leaves ingress open',
      { podSelector: {}, policyTypes: ['Egress'] },
      'shop/p',
      true,
    ],
    [
      'an egress rule does not make it a policy for egress alone',
      { podSelector: {}, egress: [{}] },
      'shop/p',
      false,
    ],
  ])('ingress: %s', (_, spec, id, expected) => {
    const manifests = readManifests([object('NetworkPolicy', id, spec)]);
    expect(isIngressAllowed(manifests, incoming)).toBe(expected);
  });

  test.each([
    ['a policy without policyTypes and egress leaves egress open', { podSelector: {} }, true],
    ['an empty egress list alone leaves egress open', { podSelector: {}, egress: [] }, true],
    [
      'an egress rule closes egress for the rest',
      { podSelector: {}, egress: [{ ports: [{ port: 7 }] }] },
      false,
    ],
    ['policyTypes closes egress', { podSelector: {}, policyTypes: ['Egress'] }, false],
    ['a rule without peers and ports opens egress', { podSelector: {}, egress: [{}] }, true],
  ])('egress: %s', (_, spec, expected) => {
    const manifests = readManifests([object('NetworkPolicy', 'shop/p', spec)]);
    expect(isEgressAllowed(manifests, incoming)).toBe(expected);
  });

  test('policies add up', () => {
    const closed = object('NetworkPolicy', 'shop/a', { podSelector: {} });
    const open = object('NetworkPolicy', 'shop/b', { podSelector: selector, ingress: [{}] });
    expect(isIngressAllowed(readManifests([closed, open]), incoming)).toBe(true);
  });
});

test.each([
  ['a port matches', [{ port: 8080 }], true],
  ['another port does not', [{ port: 80 }], false],
  ['one port of the list is enough', [{ port: 80 }, { port: 8080, protocol: 'TCP' }], true],
  ['another protocol does not match', [{ port: 8080, protocol: 'UDP' }], false],
  ['a protocol without port is all its ports', [{ protocol: 'TCP' }], true],
  ['a range includes its end', [{ port: 8000, endPort: 8080 }], true],
  ['a range ends', [{ port: 8000, endPort: 8079 }], false],
  ['no ports is all ports', [], true],
])('%s', (_, ports, expected) => {
  expect(ingress({ ports })).toBe(expected);
});

test('one peer of the list is enough', () => {
  const from = [{ podSelector: {} }, { namespaceSelector: {} }];
  expect(ingress({ from })).toBe(true);
});

test('a named port cannot be evaluated', () => {
  expect(() => ingress({ ports: [{ port: 'http' }] })).toThrow('named port');
});

const byName = { matchLabels: { 'kubernetes.io/metadata.name': 'web' } };
const cart = { matchLabels: { app: 'cart' } };

test.each([
  ['pods alone are those of the policy namespace', { podSelector: cart }, false],
  ['a namespace is known by its name', { namespaceSelector: byName }, true],
  [
    'another namespace is not',
    { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'x' } } },
    false,
  ],
  [
    'a namespace is known by its labels',
    { namespaceSelector: { matchLabels: { zone: 'dmz' } } },
    true,
  ],
  ['any namespace', { namespaceSelector: {} }, true],
  [
    'pod and namespace must both match',
    { namespaceSelector: byName, podSelector: { matchLabels: { app: 'x' } } },
    false,
  ],
  ['pod and namespace both match', { namespaceSelector: byName, podSelector: cart }, true],
  ['a pod without address is in no block', { ipBlock: { cidr: '0.0.0.0/0' } }, false],
])('peer: %s', (_, peer, expected) => {
  expect(ingress({ from: [peer] })).toBe(expected);
});

test('pods alone are those of the policy namespace, and there they match', () => {
  const peer = { namespace: 'shop', labels: { app: 'cart' } };
  expect(ingress({ from: [{ podSelector: cart }] }, { ...incoming, peer })).toBe(true);
});

test.each([
  ['In lists the value', 'tier', 'In', ['front', 'back'], true],
  ['In does not list the value', 'tier', 'In', ['back'], false],
  ['In needs the key', 'other', 'In', ['front'], false],
  ['NotIn lists the value', 'tier', 'NotIn', ['front'], false],
  ['NotIn does not list the value', 'tier', 'NotIn', ['back'], true],
  ['NotIn holds without the key', 'other', 'NotIn', ['front'], true],
  ['Exists has the key', 'tier', 'Exists', undefined, true],
  ['Exists has not the key', 'other', 'Exists', undefined, false],
  ['DoesNotExist has the key', 'tier', 'DoesNotExist', undefined, false],
  ['DoesNotExist has not the key', 'other', 'DoesNotExist', undefined, true],
])('expression: %s', (_, key, operator, values, expected) => {
  const podSelector = { matchExpressions: [{ key, operator, values }] };
  expect(ingress({ from: [{ namespaceSelector: {}, podSelector }] })).toBe(expected);
});

test.each([
  ['an address in the block', { cidr: '203.0.113.0/24' }, true],
  ['an address outside the block', { cidr: '198.51.100.0/24' }, false],
  ['an address that is excepted', { cidr: '0.0.0.0/0', except: ['203.0.113.0/29'] }, false],
  ['an address beside the exception', { cidr: '0.0.0.0/0', except: ['203.0.113.0/30'] }, true],
  ['an IPv4 address in a block of IPv6', { cidr: '::/0' }, false],
])('block: %s', (_, ipBlock, expected) => {
  const spec = { podSelector: {}, policyTypes: ['Egress'], egress: [{ to: [{ ipBlock }] }] };
  const manifests = readManifests([object('NetworkPolicy', 'shop/p', spec)]);
  expect(isEgressAllowed(manifests, outside)).toBe(expected);
});

test('an address outside the cluster is no pod, however wide the selector', () => {
  expect(ingress({ from: [{ namespaceSelector: {} }] }, outside)).toBe(false);
});
