import { Port, Scale } from '../../../constructs';
import { aService, has, only, shop } from '../../support/declare';
import { containerOf, podOf, templateOf, workloadOf } from '../../support/pods';

const SELECTOR = { 'app.kubernetes.io/name': 'cart', version: 'v1' };

test('a version is a Deployment named after service and version', () => {
  expect(workloadOf()).toMatchObject({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: {
      name: 'cart-v1',
      namespace: 'shop',
      labels: { ...SELECTOR, 'app.kubernetes.io/managed-by': 'meshwright' },
    },
  });
});

test('three pods run, and a rolling update never has fewer', () => {
  expect(workloadOf().spec).toMatchObject({
    replicas: 3,
    strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: '25%', maxUnavailable: 0 } },
  });
});

test('as many pods run as were asked for', () => {
  expect(workloadOf({ scale: Scale.fixed(7) }).spec).toHaveProperty('replicas', 7);
});

test('an autoscaler is the only one that writes the number of replicas', () => {
  expect(workloadOf({ scale: Scale.between(3, 7) }).spec).not.toHaveProperty('replicas');
});

test('a Deployment selects the pods of its version alone', () => {
  const workload = workloadOf();
  expect(workload.spec).toHaveProperty('selector', { matchLabels: SELECTOR });
  expect(templateOf(workload).metadata?.labels).toEqual({
    ...SELECTOR,
    'app.kubernetes.io/managed-by': 'meshwright',
    'sidecar.istio.io/inject': 'true',
  });
});

test('the pods of a version are spread over zones and nodes, but start on one node too', () => {
  const spread = (topologyKey: string): object => ({
    maxSkew: 1,
    topologyKey,
    whenUnsatisfiable: 'ScheduleAnyway',
    labelSelector: { matchLabels: SELECTOR },
    matchLabelKeys: ['pod-template-hash'],
  });
  expect(podOf(workloadOf()).topologySpreadConstraints).toEqual([
    spread('topology.kubernetes.io/zone'),
    spread('kubernetes.io/hostname'),
  ]);
});

test('the container runs the image and lists the ports that it listens on', () => {
  const ports = { api: Port.grpc(80, { targetPort: 7007 }), admin: Port.http(7011) };
  expect(containerOf(workloadOf({ ports }))).toMatchObject({
    name: 'app',
    image: 'ghcr.io/acme/cart:1.2.3',
    ports: [
      { name: 'grpc-api', containerPort: 7007, protocol: 'TCP' },
      { name: 'http-admin', containerPort: 7011, protocol: 'TCP' },
    ],
  });
});

test('a worker lists no ports', () => {
  expect(containerOf(workloadOf({ port: undefined }))).not.toHaveProperty('ports');
});

test('the image keeps its entry point and arguments', () => {
  const container = containerOf(workloadOf());
  expect(container).not.toHaveProperty('command');
  expect(container).not.toHaveProperty('args');
});

test('entry point and arguments are as given, an empty one included', () => {
  const given = { command: ['/bin/cart'], args: ['--name', '', '--filter=a: "b"'] };
  expect(containerOf(workloadOf(given))).toMatchObject(given);
});

test('each version has a Deployment of its own', () => {
  const image = (version: string): string => `ghcr.io/acme/cart:${version}`;
  const versions = {
    v1: { image: image('1.2.3'), weight: 89 },
    v2: { image: image('2.0.7'), weight: 11, scale: Scale.fixed(7) },
  };
  const manifests = shop((chart) =>
    aService(chart, 'cart', { versions, scale: Scale.fixed(11) }),
  ).manifests();
  const of = (name: string): unknown[] => {
    const workload = only(manifests, 'Deployment', name);
    return [workload.spec?.replicas, containerOf(workload).image];
  };
  expect(of('cart-v1')).toEqual([11, image('1.2.3')]);
  expect(of('cart-v2')).toEqual([7, image('2.0.7')]);
});

test('a service runs as an account of its own, which is made for it', () => {
  const manifests = shop((chart) => aService(chart, 'cart')).manifests();
  expect(only(manifests, 'ServiceAccount', 'cart')).toMatchObject({
    metadata: { namespace: 'shop' },
    automountServiceAccountToken: false,
  });
  expect(podOf(only(manifests, 'Deployment')).serviceAccountName).toBe('cart');
});

test.each(['shopper', { name: 'shopper' }])(
  'a service may run as %j, which is there',
  (account) => {
    const manifests = shop((chart) =>
      aService(chart, 'cart', { serviceAccount: account }),
    ).manifests();
    expect(has(manifests, 'ServiceAccount')).toBe(false);
    expect(podOf(only(manifests, 'Deployment')).serviceAccountName).toBe('shopper');
  },
);

test('credentials of a registry are the pods and the account of the service', () => {
  const imagePullSecrets = ['registry', { name: 'mirror' }];
  const manifests = shop((chart) => aService(chart, 'cart', { imagePullSecrets })).manifests();
  const names = [{ name: 'registry' }, { name: 'mirror' }];
  expect(podOf(only(manifests, 'Deployment')).imagePullSecrets).toEqual(names);
  expect(only(manifests, 'ServiceAccount')).toHaveProperty('imagePullSecrets', names);
});

test('a service without credentials names none', () => {
  expect(podOf(workloadOf())).not.toHaveProperty('imagePullSecrets');
});
