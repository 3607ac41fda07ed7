import { readManifests } from './manifests';
import { annotated, object, service } from './objects';
import type { PlainObject } from './objects';
import { isHostVisible, isRegistryOnly } from './sidecar';

const caller = { namespace: 'shop', labels: { app: 'cart' } };
const orders = { host: 'orders.shop.svc.cluster.local', port: 80 };
const payments = { host: 'payments.bank.svc.cluster.local', port: 80 };
const registry = [service('shop/orders'), service('bank/payments')];

function sidecar(hosts: readonly string[], more: object = {}, id = 'shop/default'): PlainObject {
  return object('Sidecar', id, { egress: [{ hosts }], ...more });
}

function sees(endpoint: typeof orders, ...objects: PlainObject[]): boolean {
  return isHostVisible(readManifests([...registry, ...objects]), caller, endpoint);
}

test('without a Sidecar every registered host is visible', () => {
  expect([sees(orders), sees(payments)]).toStrictEqual([true, true]);
});

test('a Sidecar without egress shows everything', () => {
  expect(sees(payments, object('Sidecar', 'shop/default', {}))).toBe(true);
});

test.each([
  ['*/* shows every namespace', ['*/*'], true, true],
  ['./* shows the own namespace', ['./*'], true, false],
  ['~/* shows nothing', ['~/*'], false, false],
  ['a namespace shows all that is in it', ['bank/*'], false, true],
  ['a host shows itself', [`bank/${payments.host}`], false, true],
  ['a host in the wrong namespace shows nothing', [`shop/${payments.host}`], false, false],
  ['a host in any namespace', [`*/${payments.host}`], false, true],
  ['a wildcard host', ['bank/*.bank.svc.cluster.local'], false, true],
  ['a wildcard host that does not fit', ['bank/*.shop.svc.cluster.local'], false, false],
  ['several hosts add up', ['./*', 'bank/*'], true, true],
  ['an exclusion wins', ['*/*', '~bank/*'], true, false],
  ['an exclusion without namespace is for every one', ['*/*', `~/${orders.host}`], false, true],
  ['an exclusion in every namespace wins', ['*/*', `~*/${orders.host}`], false, true],
])('hosts: %s', (_, hosts, seesOrders, seesPayments) => {
  const found = [sees(orders, sidecar(hosts)), sees(payments, sidecar(hosts))];
  expect(found).toStrictEqual([seesOrders, seesPayments]);
});

test('a host without its namespace is an error', () => {
  expect(() => sees(orders, sidecar([orders.host]))).toThrow('namespace/dnsName');
  expect(() => sees(orders, sidecar(['shop/a/b']))).toThrow('namespace/dnsName');
});

describe('the Sidecar of a workload is', () => {
  const forCart = sidecar(['./*'], { workloadSelector: { labels: { app: 'cart' } } }, 'shop/z');
  const forOthers = sidecar(['~/*'], { workloadSelector: { labels: { app: 'x' } } }, 'shop/a');
  const root = sidecar(['./*'], {}, 'istio-system/default');

  test('the one that selects it, before that of the namespace', () => {
    expect(sees(orders, sidecar(['~/*']), forCart)).toBe(true);
  });

  test('that of the namespace where no selector matches', () => {
    expect(sees(payments, forOthers, sidecar(['bank/*']))).toBe(true);
  });

  test('not one that selects others', () => {
    expect(sees(orders, forOthers)).toBe(true);
  });

  test('that of the root namespace where there is none, with . as its own namespace', () => {
    expect([sees(orders, root), sees(payments, root)]).toStrictEqual([true, false]);
    expect(sees(payments, root, sidecar(['*/*']))).toBe(true);
  });

  test('not one of another namespace', () => {
    expect(sees(orders, sidecar(['~/*'], {}, 'bank/default'))).toBe(true);
  });
});

test('a listener with a port serves that port alone', () => {
  const egress = [
    { port: { number: 80, protocol: 'HTTP' }, hosts: ['./*'] },
    { hosts: ['bank/*'] },
  ];
  const scope = object('Sidecar', 'shop/default', { egress });
  const other = service('bank/payments', { ports: [{ port: 81 }, { port: 80 }] });
  const manifests = readManifests([service('shop/orders'), other, scope]);
  const found = [orders, payments, { ...payments, port: 81 }].map((endpoint) =>
    isHostVisible(manifests, caller, endpoint),
  );
  expect(found).toStrictEqual([true, false, true]);
});

test('a port that no listener serves shows nothing', () => {
  const egress = [{ port: { number: 81, protocol: 'HTTP' }, hosts: ['*/*'] }];
  expect(sees(orders, object('Sidecar', 'shop/default', { egress }))).toBe(false);
});

test.each([
  ['nothing is registered under the name', { host: 'x.shop.svc.cluster.local', port: 80 }],
  ['nothing is registered on the port', { ...orders, port: 81 }],
])('a host is not visible where %s', (_, endpoint) => {
  expect(sees(endpoint)).toBe(false);
});

test.each([
  ['*', true],
  ['shop', true],
  ['bank, shop', true],
  ['.', false],
  ['~', false],
  ['bank', false],
])('a Service of another namespace exported to %s', (exportTo, expected) => {
  const exported = annotated(service('bank/ledger'), { 'networking.istio.io/exportTo': exportTo });
  expect(sees({ host: 'ledger.bank.svc.cluster.local', port: 80 }, exported)).toBe(expected);
});

describe('a ServiceEntry', () => {
  const api = { host: 'api.example.com', port: 443 };

  function entry(id: string, more: object = {}): PlainObject {
    const ports = [{ number: 443, name: 'tls', protocol: 'TLS' }];
    return object('ServiceEntry', id, { hosts: [api.host], ports, ...more });
  }

  test.each([
    ['is visible everywhere by default', entry('bank/e'), true],
    ['is visible where it is exported to', entry('bank/e', { exportTo: ['shop'] }), true],
    ['is private with a dot', entry('bank/e', { exportTo: ['.'] }), false],
    ['is private with a dot, and then visible at home', entry('shop/e', { exportTo: ['.'] }), true],
    ['is visible by its wildcard', entry('bank/e', { hosts: ['*.example.com'] }), true],
    ['is not visible under another wildcard', entry('bank/e', { hosts: ['*.example.org'] }), false],
  ])('%s', (_, object_, expected) => {
    expect(sees(api, object_)).toBe(expected);
  });

  test('must be imported like a Service', () => {
    expect(sees(api, entry('bank/e'), sidecar(['./*']))).toBe(false);
    expect(sees(api, entry('bank/e'), sidecar(['bank/api.example.com']))).toBe(true);
  });

  test('with a wildcard is not imported by one of its hosts', () => {
    const wildcard = entry('bank/e', { hosts: ['*.example.com'] });
    expect(sees(api, wildcard, sidecar(['bank/api.example.com']))).toBe(false);
  });
});

test.each([
  ['the mesh allows any by default', [], {}, false],
  ['the mesh may be REGISTRY_ONLY', [], { outboundTrafficPolicy: 'REGISTRY_ONLY' } as const, true],
  [
    'a Sidecar may be REGISTRY_ONLY',
    [{ outboundTrafficPolicy: { mode: 'REGISTRY_ONLY' } }],
    {},
    true,
  ],
  [
    'a Sidecar may allow any in spite of the mesh',
    [{ outboundTrafficPolicy: { mode: 'ALLOW_ANY' } }],
    { outboundTrafficPolicy: 'REGISTRY_ONLY' } as const,
    false,
  ],
  ['a Sidecar that says nothing follows the mesh', [{}], {}, false],
  ['an empty policy is REGISTRY_ONLY', [{ outboundTrafficPolicy: {} }], {}, true],
])('%s', (_, specs, mesh, expected) => {
  const objects = specs.map((spec) => object('Sidecar', 'shop/default', spec));
  expect(isRegistryOnly(readManifests(objects, mesh), caller)).toBe(expected);
});
