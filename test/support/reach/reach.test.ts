import { deployment, namespace, object, service } from './objects';
import { matrix, verdict } from './reach';
import type { Call, Verdict } from './reach';
import { ordersHost as host, sampleWith } from './sample';
import type { Changes } from './sample';

const cart = { namespace: 'web', name: 'cart' };
const orders = { namespace: 'shop', name: 'orders' };
const call: Call = { from: cart, to: orders, port: 80, method: 'GET', path: '/orders/7' };

/** The layers that refuse, by name. */
function refusing(found: Verdict): readonly string[] {
  const { networkPolicy, route, mutualTls, authorization, sidecarScope } = found;
  const layers = { mutualTls, authorization, sidecarScope, ...networkPolicy, route: !!route };
  return Object.entries(layers).flatMap(([name, isOpen]) => (isOpen ? [] : [name]));
}

test('a call that every layer allows gets through, with its route', () => {
  const found = verdict(sampleWith(), call);
  expect(refusing(found)).toStrictEqual([]);
  expect(found.allowed).toBe(true);
  expect(found.route).toMatchObject({ name: 'read', timeout: '7s', virtualService: 'shop/orders' });
});

const unseeing = object('Sidecar', 'web/default', {
  egress: [{ hosts: ['./*'] }],
  outboundTrafficPolicy: { mode: 'REGISTRY_ONLY' },
});
const passing = object('Sidecar', 'web/default', { egress: [{ hosts: ['./*'] }] });
const postOnly = object('VirtualService', 'shop/orders', {
  hosts: [host],
  http: [{ match: [{ method: { exact: 'POST' } }], route: [{ destination: { host } }] }],
});

test.each<[string, Changes, Partial<Call>, readonly string[]]>([
  ['another method is refused by authorization', {}, { method: 'POST' }, ['authorization']],
  ['another path is refused by authorization', {}, { path: '/orders/7/x' }, ['authorization']],
  [
    'another caller is refused at the callee',
    {},
    { from: { namespace: 'web', name: 'spy' } },
    ['authorization', 'ingress'],
  ],
  [
    'an egress policy refuses',
    { egress: object('NetworkPolicy', 'web/all', { podSelector: {}, policyTypes: ['Egress'] }) },
    {},
    ['egress'],
  ],
  ['no route matches', { route: postOnly }, {}, ['route']],
  [
    'the Sidecar hides the host and refuses the unknown',
    { scope: unseeing },
    {},
    ['mutualTls', 'authorization', 'sidecarScope', 'route'],
  ],
  [
    'the Sidecar hides the host and passes it through, without mutual TLS',
    { scope: passing },
    {},
    ['mutualTls', 'authorization'],
  ],
  [
    'a caller without a proxy has no identity',
    { web: namespace('web') },
    {},
    ['mutualTls', 'authorization'],
  ],
  [
    'a port without mutual TLS hides the identity',
    { strict: object('PeerAuthentication', 'shop/x', { mtls: { mode: 'DISABLE' } }) },
    {},
    ['authorization'],
  ],
])('%s', (_, changes, difference, expected) => {
  const found = verdict(sampleWith(changes), { ...call, ...difference });
  expect(refusing(found)).toStrictEqual(expected);
  expect(found.allowed).toBe(false);
});

test.each([
  ['passes through', { scope: passing }, 'passthrough'],
  ['has no proxy', { web: namespace('web') }, 'direct'],
  ['has no VirtualService', { route: null }, 'default'],
])('the route says that a call %s', (_, changes, name) => {
  expect(verdict(sampleWith(changes), call).route?.name).toBe(name);
});

test('a redirect is not reached', () => {
  const http = [{ redirect: { uri: '/' } }];
  const route = object('VirtualService', 'shop/orders', { hosts: [host], http });
  expect(verdict(sampleWith({ route }), call).allowed).toBe(false);
});

test('nobody enforces authorization for a callee without a proxy', () => {
  const found = verdict(sampleWith({ shop: namespace('shop') }), { ...call, method: 'POST' });
  expect([found.authorization, found.mutualTls]).toStrictEqual([true, true]);
});

test('all workloads of a Service must be reached, or the one that is named', () => {
  const v2 = deployment('shop/orders-v2', { labels: { app: 'orders', version: 'v2' } });
  const deny = object('AuthorizationPolicy', 'shop/deny', {
    selector: { matchLabels: { version: 'v2' } },
    action: 'DENY',
    rules: [{}],
  });
  const manifests = sampleWith({ v2, deny });
  expect(verdict(manifests, call).authorization).toBe(false);
  const named = { ...call, to: { namespace: 'shop', name: 'orders-v2' } };
  expect(verdict(manifests, named).authorization).toBe(false);
  expect(verdict(sampleWith({ v2 }), call).authorization).toBe(true);
});

test('a TCP port takes its TCP route, and HTTP conditions never let it in', () => {
  const tcp = service('shop/orders', { ports: [{ name: 'tcp', port: 80, targetPort: 8080 }] });
  const found = verdict(sampleWith({ service: tcp }), call);
  expect(found.route?.name).toBe('default');
  expect(refusing(found)).toStrictEqual(['authorization']);
});

test.each([
  ['HTTP where a method is asked for', 'POST', 'rest'],
  ['TCP where none is', undefined, 'default'],
])('a port without protocol is %s', (_, method, name) => {
  const sniffed = service('shop/orders', { ports: [{ port: 80, targetPort: 8080 }] });
  const found = verdict(sampleWith({ service: sniffed }), { ...call, method });
  expect(found.route?.name).toBe(name);
});

test('UDP cannot be evaluated', () => {
  const udp = service('shop/orders', { ports: [{ port: 80, targetPort: 8080, protocol: 'UDP' }] });
  expect(() => verdict(sampleWith({ service: udp }), call)).toThrow('UDP');
});

test.each([
  ['an unknown caller', { from: { namespace: 'web', name: 'x' } }, 'no workload web/x'],
  ['a port that nothing listens on', { port: 7 }, 'nothing listens behind shop/orders:7'],
])('%s is an error', (_, difference, message) => {
  expect(() => verdict(sampleWith(), { ...call, ...difference })).toThrow(message);
});

describe('a matrix', () => {
  const allowedCells = (requests: Parameters<typeof matrix>[1]): readonly string[] =>
    matrix(sampleWith(), requests)
      .filter(({ verdict: { allowed } }) => allowed)
      .map(({ from, to, request }) => `${from.name} ${request.method} ${to.name}`);
  const get = { port: 80, method: 'GET', path: '/orders/7' };

  test('asks every other workload that listens behind a Service', () => {
    const cells = matrix(sampleWith(), [get, { ...get, method: 'POST' }, { ...get, port: 7 }]);
    const pairs = cells.map(({ from, to, request }) => `${from.name} ${request.method} ${to.name}`);
    expect(pairs).toStrictEqual([
      'cart GET orders',
      'spy GET orders',
      'cart POST orders',
      'spy POST orders',
    ]);
  });

  test('allows the declared call alone', () => {
    expect(allowedCells([get, { ...get, method: 'POST' }])).toStrictEqual(['cart GET orders']);
  });

  test('asks only the target that a request names', () => {
    expect(allowedCells([{ ...get, to: orders }])).toHaveLength(1);
    expect(allowedCells([{ ...get, to: cart }])).toHaveLength(0);
  });
});
