import { Chart } from 'cdk8s';
import { MeshNamespace, Tracing, type MeshProps } from '../../../constructs';
import type { Manifest } from '../../../constructs/testing';
import { aService, errors, only, shop } from '../../support/declare';

function namespaceObjects(mesh?: MeshProps): readonly Manifest[] {
  return shop((chart) => new MeshNamespace(chart, 'namespace'), mesh).manifests();
}

function labelsOf(mesh?: MeshProps): Manifest['metadata']['labels'] {
  return only(namespaceObjects(mesh), 'Namespace', 'shop').metadata.labels;
}

test('a namespace becomes its object and three policies for all of it, the object first', () => {
  const names = namespaceObjects().map(({ kind, metadata }) => `${kind} ${metadata.name}`);
  expect(names).toEqual([
    'Namespace shop',
    'PeerAuthentication default',
    'AuthorizationPolicy default',
    'Telemetry default',
  ]);
});

test('a Namespace is in no namespace, its policies are in it', () => {
  const [namespace, ...policies] = namespaceObjects();
  expect(namespace?.metadata).not.toHaveProperty('namespace');
  expect(policies.map(({ metadata }) => metadata.namespace)).toEqual(['shop', 'shop', 'shop']);
});

test('pods are injected by the default revision, and held to the restricted standard by warning', () => {
  expect(labelsOf()).toEqual({
    'app.kubernetes.io/managed-by': 'meshwright',
    'istio-injection': 'enabled',
    'pod-security.kubernetes.io/audit': 'restricted',
    'pod-security.kubernetes.io/warn': 'restricted',
  });
});

test('a revision takes the place of the injection label, which would win over it', () => {
  const labels = labelsOf({ revision: '1-31-7' });
  expect(labels).toMatchObject({ 'istio.io/rev': '1-31-7' });
  expect(labels).not.toHaveProperty('istio-injection');
});

test('the restricted standard is enforced where no init container needs NET_ADMIN', () => {
  expect(labelsOf({ redirection: 'cni' })).toMatchObject({
    'pod-security.kubernetes.io/enforce': 'restricted',
  });
});

test('the restricted standard is not enforced where it would refuse every injected pod', () => {
  expect(labelsOf({ redirection: 'init-container' })).not.toHaveProperty([
    'pod-security.kubernetes.io/enforce',
  ]);
});

test('every workload of the namespace takes mutual TLS alone', () => {
  expect(only(namespaceObjects(), 'PeerAuthentication').spec).toEqual({ mtls: { mode: 'STRICT' } });
});

test('nobody may call anything until a policy of its own admits somebody', () => {
  expect(only(namespaceObjects(), 'AuthorizationPolicy').spec).toEqual({});
});

test('access is logged, and traces go where the mesh says', () => {
  const host = 'jaeger.traces.svc.cluster.local';
  const tracing = Tracing.provider('jaeger', { host, port: 4317, samplingPercent: 7 });
  expect(only(namespaceObjects({ tracing }), 'Telemetry').spec).toMatchObject({
    accessLogging: [{ providers: [{ name: 'envoy' }] }],
    tracing: [{ providers: [{ name: 'jaeger' }], randomSamplingPercentage: 7 }],
  });
});

test('without a provider nothing is said about traces', () => {
  expect(only(namespaceObjects(), 'Telemetry').spec).not.toHaveProperty('tracing');
});

test('a chart without a namespace is in the one that Kubernetes calls default', () => {
  const system = shop((chart) => {
    new MeshNamespace(new Chart(chart.node.root, 'plain'), 'namespace');
  });
  expect(only(system.manifests(), 'Namespace').metadata.name).toBe('default');
});

test('without an owner the namespace is left alone', () => {
  const manifests = shop((chart) => aService(chart, 'cart')).manifests();
  expect(manifests.filter(({ kind }) => kind === 'Namespace')).toEqual([]);
  expect(manifests.filter(({ metadata }) => metadata.name === 'default')).toEqual([]);
});

test.each(['Shop', 'shop_1', '-shop', 's'.repeat(64), ''])(
  'a namespace called %p is refused',
  (namespace) => {
    const system = shop((chart) => {
      new MeshNamespace(new Chart(chart.node.root, 'books', { namespace }), 'namespace');
    });
    expect(errors(system)).toEqual([
      `[books/namespace] MW0606 namespace: got "${namespace}", want lower-case letters, digits and dashes, at most 63, not beginning or ending with a dash; rename the namespace of the chart`,
    ]);
  },
);

test.each(['s', 'shop-7', '7', 's'.repeat(63)])('a namespace called %p is taken', (namespace) => {
  const system = shop((chart) => {
    new MeshNamespace(new Chart(chart.node.root, 'books', { namespace }), 'namespace');
  });
  expect(errors(system)).toEqual([]);
});
