import { readManifests, select } from './manifests';
import { deployment, namespace, object, podTemplate, service } from './objects';
import type { PlainObject } from './objects';
import { protocolOf } from './protocols';
import { findWorkload, listWorkloads, principalOf, resolveHost } from './workloads';

const host = 'orders.shop.svc.cluster.local';

test('every pod template is a workload', () => {
  const template = podTemplate('x');
  const manifests = readManifests([
    deployment('shop/orders'),
    object('StatefulSet', 'shop/store', { template }),
    object('Job', 'shop/migrate', { template }),
    object('CronJob', 'shop/report', { jobTemplate: { spec: { template } } }),
  ]);
  const names = listWorkloads(manifests).map(({ kind, name }) => `${kind} ${name}`);
  expect(names).toStrictEqual([
    'Deployment orders',
    'StatefulSet store',
    'Job migrate',
    'CronJob report',
  ]);
});

test('a workload has the identity of its service account', () => {
  const manifests = readManifests([deployment('shop/orders', { serviceAccount: 'buyer' })]);
  const workload = findWorkload(manifests, { namespace: 'shop', name: 'orders' });
  expect(principalOf(manifests, workload)).toBe('cluster.local/ns/shop/sa/buyer');
});

test('a workload that is not there is an error', () => {
  expect(() => findWorkload(readManifests([]), { namespace: 'a', name: 'b' })).toThrow('a/b');
});

function backends(...objects: PlainObject[]): readonly string[] | undefined {
  return resolveHost(readManifests(objects), host, 80)?.backends.map(
    ({ workload, port }) => `${workload.name}:${port}`,
  );
}

describe('a Service resolves to', () => {
  const v1 = deployment('shop/orders-v1', { labels: { app: 'orders', version: 'v1' } });
  const v2 = deployment('shop/orders-v2', { labels: { app: 'orders', version: 'v2' } });

  test('the workloads that it selects, on the target port', () => {
    expect(backends(service('shop/orders'), v1, v2)).toStrictEqual([
      'orders-v1:8080',
      'orders-v2:8080',
    ]);
  });

  test('none of another namespace or with other labels', () => {
    const elsewhere = deployment('web/orders');
    expect(backends(service('shop/orders'), elsewhere, deployment('shop/x'))).toStrictEqual([]);
  });

  test('nothing without a selector', () => {
    expect(backends(service('shop/orders', { selector: {} }), v1)).toStrictEqual([]);
  });

  test('nothing on a port that it does not have', () => {
    expect(resolveHost(readManifests([service('shop/orders'), v1]), host, 81)).toBeUndefined();
    expect(resolveHost(readManifests([]), host, 80)).toBeUndefined();
  });

  test('the same port where no target port is given', () => {
    expect(backends(service('shop/orders', { ports: [{ port: 80 }] }), v1)).toStrictEqual([
      'orders-v1:80',
    ]);
  });

  test('the named port of each workload', () => {
    const named = deployment('shop/a', {
      labels: { app: 'orders' },
      ports: [{ name: 'web', containerPort: 8081 }],
    });
    const ports = [{ port: 80, targetPort: 'web' }];
    expect(backends(service('shop/orders', { ports }), named, v1)).toStrictEqual(['a:8081']);
  });

  test('the port itself where it is headless', () => {
    expect(backends(service('shop/orders', { clusterIP: 'None' }), v1)).toStrictEqual([
      'orders-v1:80',
    ]);
  });
});

test.each([
  ['a namespace that is not declared is in the mesh', undefined, {}, true],
  ['a namespace without label is not', {}, {}, false],
  ['a namespace may enable injection', { 'istio-injection': 'enabled' }, {}, true],
  ['a namespace may disable injection', { 'istio-injection': 'disabled' }, {}, false],
  ['a revision enables injection', { 'istio.io/rev': 'stable' }, {}, true],
  [
    'a pod may opt out',
    { 'istio-injection': 'enabled' },
    { 'sidecar.istio.io/inject': 'false' },
    false,
  ],
  ['a pod may opt in', {}, { 'sidecar.istio.io/inject': 'true' }, true],
])('injection: %s', (_, namespaceLabels, labels, expected) => {
  const objects = namespaceLabels ? [namespace('shop', namespaceLabels)] : [];
  const manifests = readManifests([...objects, deployment('shop/orders', { labels })]);
  expect(listWorkloads(manifests)[0]?.isInjected).toBe(expected);
});

test.each([
  ['the name before the dash', { port: 80, name: 'grpc-orders' }, 'http'],
  ['the name in any case', { port: 80, name: 'TCP-orders' }, 'tcp'],
  ['appProtocol before the name', { port: 80, name: 'http', appProtocol: 'tcp' }, 'tcp'],
  ["Kubernetes' own names", { port: 80, appProtocol: 'kubernetes.io/h2c' }, 'http'],
  ['gRPC-Web with its dash', { port: 80, name: 'grpc-web-x' }, 'http'],
  ['TLS', { port: 443, name: 'https' }, 'tls'],
  ['UDP whatever the name', { port: 80, name: 'http', protocol: 'UDP' }, 'udp'],
  ['nothing: it is sniffed', { port: 80, name: 'orders' }, 'auto'],
  ['nothing, on a port whose server speaks first', { port: 3306 }, 'tcp'],
])('protocol by %s', (_, port, expected) => {
  expect(protocolOf(port)).toBe(expected);
});

test('a kind is told from its namesake in another group', () => {
  const other = { ...object('Gateway', 'a/b', {}), apiVersion: 'gateway.networking.k8s.io/v1' };
  expect(select(readManifests([other]), 'Gateway')).toStrictEqual([]);
});

test('an empty document is skipped and anything else must be a manifest', () => {
  expect(readManifests([null]).resources).toStrictEqual([]);
  expect(() => readManifests(['text'])).toThrow('text');
  expect(() => readManifests([[]])).toThrow('manifest');
  expect(() => readManifests([{ kind: 'Service' }])).toThrow('apiVersion');
});
