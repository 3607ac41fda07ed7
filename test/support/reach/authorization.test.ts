import { isAuthorized } from './authorization';
import type { Incoming } from './authorization-fields';
import { readManifests } from './manifests';
import { annotated, object } from './objects';

const orders: Incoming = {
  workload: { namespace: 'shop', labels: { app: 'orders', version: 'v1' } },
  principal: 'cluster.local/ns/web/sa/cart',
  port: 8080,
  http: { method: 'GET', path: '/orders/7' },
};
const tcp: Incoming = { ...orders, http: undefined };

function allows(spec: unknown, incoming: Incoming, id = 'shop/policy'): boolean {
  return isAuthorized(readManifests([object('AuthorizationPolicy', id, spec)]), incoming);
}

const operation = (fields: unknown): unknown => ({ to: [{ operation: fields }] });

describe('which policies decide', () => {
  const orderOnly = { selector: { matchLabels: { app: 'orders' } } };
  const otherOnly = { selector: { matchLabels: { app: 'payments' } } };

  test('without any policy everything is allowed', () => {
    expect(isAuthorized(readManifests([]), orders)).toBe(true);
  });

  test.each([
    ['an empty spec allows nothing', {}, 'shop/p', false],
    ['ALLOW without rules allows nothing', { action: 'ALLOW' }, 'shop/p', false],
    ['ALLOW with an empty list of rules allows nothing', { rules: [] }, 'shop/p', false],
    ['a rule without conditions allows everything', { rules: [{}] }, 'shop/p', true],
    ['DENY without rules denies nothing', { action: 'DENY' }, 'shop/p', true],
    [
      'a DENY rule without conditions denies everything',
      { action: 'DENY', rules: [{}] },
      'shop/p',
      false,
    ],
    ['a selector that matches makes the policy count', orderOnly, 'shop/p', false],
    ['a selector that does not match leaves the workload open', otherOnly, 'shop/p', true],
    ['a policy of another namespace does not count', {}, 'web/p', true],
    ['a policy of the root namespace counts everywhere', {}, 'istio-system/p', false],
    ['AUDIT decides nothing', { action: 'AUDIT', rules: [{}] }, 'shop/p', true],
    [
      'a policy with targetRefs is not for sidecars',
      { targetRefs: [{ kind: 'Service' }] },
      'shop/p',
      true,
    ],
  ])('%s', (_, spec, id, expected) => {
    expect(allows(spec, orders, id)).toBe(expected);
  });

  test('a dry run decides nothing', () => {
    const policy = annotated(object('AuthorizationPolicy', 'shop/p', {}), {
      'istio.io/dry-run': 'true',
    });
    expect(isAuthorized(readManifests([policy]), orders)).toBe(true);
  });

  test('CUSTOM cannot be evaluated', () => {
    expect(() => allows({ action: 'CUSTOM', rules: [{}] }, orders)).toThrow('CUSTOM');
  });

  test.each([
    ['DENY wins over ALLOW', { action: 'DENY', rules: [{}] }, { rules: [{}] }, false],
    [
      'ALLOW counts where DENY does not match',
      { action: 'DENY', rules: [operation({ ports: ['1'] })] },
      { rules: [{}] },
      true,
    ],
    ['one ALLOW of several is enough', {}, { rules: [{}] }, true],
  ])('%s', (_, first, second, expected) => {
    const policies = [first, second].map((spec, index) =>
      object('AuthorizationPolicy', `shop/p${index}`, spec),
    );
    expect(isAuthorized(readManifests(policies), orders)).toBe(expected);
  });
});

describe('a rule', () => {
  const from = { source: { namespaces: ['web'] } };
  const other = { source: { namespaces: ['other'] } };
  const get = { operation: { methods: ['GET'] } };
  const post = { operation: { methods: ['POST'] } };

  test.each([
    ['needs from and to', { from: [from], to: [post] }, false],
    ['needs one source and one operation', { from: [other, from], to: [post, get] }, true],
    ['needs from although to matches', { from: [other], to: [get] }, false],
    ['without to is for any operation', { from: [from] }, true],
    ['without from is for any source', { to: [get] }, true],
    [
      'needs every condition',
      { from: [from], when: [{ key: 'destination.port', values: ['7'] }] },
      false,
    ],
  ])('%s', (_, rule, expected) => {
    expect(allows({ rules: [rule] }, orders)).toBe(expected);
  });
});

test.each([
  [
    'ALLOW with a method never matches',
    { rules: [operation({ methods: ['GET'], ports: ['8080'] })] },
    false,
  ],
  ['ALLOW with a negated path never matches', { rules: [operation({ notPaths: ['/x'] })] }, false],
  [
    'ALLOW loses the whole rule for one HTTP field',
    { rules: [{ to: [{ operation: { ports: ['8080'] } }, { operation: { paths: ['/x'] } }] }] },
    false,
  ],
  ['ALLOW by port matches', { rules: [operation({ ports: ['8080'] })] }, true],
  [
    'DENY with a method matches any method',
    { action: 'DENY', rules: [operation({ methods: ['POST'] })] },
    false,
  ],
  [
    'DENY with a method keeps to its ports',
    { action: 'DENY', rules: [operation({ methods: ['POST'], ports: ['7'] })] },
    true,
  ],
])('on a TCP port %s', (_, spec, expected) => {
  expect(allows(spec, tcp)).toBe(expected);
});
