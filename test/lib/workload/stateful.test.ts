import { Size } from 'cdk8s';
import { Scale, Workload, type ResilientServiceProps } from '../../../constructs';
import type { Manifest } from '../../../constructs/testing';
import { aService, errors, has, only, shop } from '../../support/declare';
import { containerOf, podOf } from '../../support/pods';

const claims = { books: { mountPath: '/books', size: Size.gibibytes(7) } };

function ledger(
  options: Parameters<typeof Workload.stateful>[0] = {},
  props: ResilientServiceProps = {},
): readonly Manifest[] {
  const workload = Workload.stateful(options);
  return shop((chart) => aService(chart, 'ledger', { workload, ...props })).manifests();
}

function refused(options: unknown): string[] {
  const workload = Workload.stateful(options as Parameters<typeof Workload.stateful>[0]);
  return errors(shop((chart) => aService(chart, 'ledger', { workload })));
}

test('a stateful service is a StatefulSet of its own name, with three pods', () => {
  const set = only(ledger(), 'StatefulSet', 'ledger');
  expect(set).toMatchObject({
    apiVersion: 'apps/v1',
    metadata: { labels: { 'app.kubernetes.io/name': 'ledger', version: 'v1' } },
    spec: {
      replicas: 3,
      serviceName: 'ledger-pods',
      selector: { matchLabels: { 'app.kubernetes.io/name': 'ledger', version: 'v1' } },
    },
  });
  expect(set.spec).not.toHaveProperty('volumeClaimTemplates');
  expect(has(ledger(), 'Deployment')).toBe(false);
});

test('its pods get their names from a Service without an address', () => {
  expect(only(ledger(), 'Service', 'ledger-pods').spec).toEqual({
    type: 'ClusterIP',
    clusterIP: 'None',
    selector: { 'app.kubernetes.io/name': 'ledger' },
    ports: [{ name: 'http', port: 8080, targetPort: 8080, protocol: 'TCP', appProtocol: 'http' }],
  });
});

test('callers go to a Service with an address, as to any other', () => {
  expect(only(ledger(), 'Service', 'ledger').spec).not.toHaveProperty('clusterIP');
});

test('each pod claims its volumes, of the default class of the cluster', () => {
  const set = only(ledger({ claims }), 'StatefulSet');
  expect(set.spec?.volumeClaimTemplates).toEqual([
    {
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: { name: 'books' },
      spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '7Gi' } } },
    },
  ]);
  expect(containerOf(set).volumeMounts).toEqual([{ name: 'books', mountPath: '/books' }]);
  expect(podOf(set)).not.toHaveProperty('volumes');
});

test('a claim may name its class', () => {
  const fast = { ...claims.books, storageClass: 'fast' };
  const set = only(ledger({ claims: { books: fast } }), 'StatefulSet');
  expect(set.spec?.volumeClaimTemplates).toMatchObject([{ spec: { storageClassName: 'fast' } }]);
});

test('claims come by name, whatever the order they are written in', () => {
  const log = { mountPath: '/log', size: Size.gibibytes(11) };
  expect(ledger({ claims: { log, ...claims } })).toEqual(ledger({ claims: { ...claims, log } }));
});

test('an autoscaler of a stateful service scales the StatefulSet', () => {
  const manifests = ledger({}, { scale: Scale.between(3, 7) });
  expect(only(manifests, 'HorizontalPodAutoscaler', 'ledger').spec).toMatchObject({
    scaleTargetRef: { apiVersion: 'apps/v1', kind: 'StatefulSet', name: 'ledger' },
  });
  expect(only(manifests, 'StatefulSet').spec).not.toHaveProperty('replicas');
});

const SIZE =
  'want a quantity such as 250m, 1.5, 64Mi or 2Gi; write it in that notation, or use Cpu and Size';

test.each([
  [
    { mountPath: 'books', size: claims.books.size },
    'MW0015 workload.claims.books.mountPath: got "books", want a path that begins with /; write the path from the root',
  ],
  [
    { size: claims.books.size },
    'MW0015 workload.claims.books.mountPath: got nothing, want a path that begins with /; write the path from the root',
  ],
  [{ mountPath: '/books' }, `MW0008 workload.claims.books.size: got nothing, ${SIZE}`],
  [{ mountPath: '/books', size: 7 }, `MW0008 workload.claims.books.size: got 7, ${SIZE}`],
  [
    { ...claims.books, storageClass: { __pulumiOutput: true } },
    'MW0902 workload.claims.books.storageClass: got a Pulumi Output, want a value that is known while the program runs; give the value itself, from configuration where it differs',
  ],
])('the claim %j is refused', (books, line) => {
  expect(refused({ claims: { books } })).toEqual([`[shop/ledger] ${line}`]);
});

test('a claim is called what a volume can be called', () => {
  expect(refused({ claims: { Books_7: claims.books } })).toEqual([
    '[shop/ledger] MW0005 workload.claims.Books_7: got "Books_7", want lower-case letters, digits and dashes, at most 63, not beginning or ending with a dash; rename it',
  ]);
});

test('a stateful service has one version, and says so instead of failing half-way', () => {
  const image = 'ghcr.io/acme/ledger:1.2.3';
  const versions = { v1: { image, weight: 89 }, v2: { image, weight: 11 } };
  const workload = Workload.stateful();
  expect(errors(shop((chart) => aService(chart, 'ledger', { workload, versions })))).toEqual([
    '[shop/ledger] MW0122 versions: got 2 versions, want one `image`; use Workload.deployment, or one service a version',
  ]);
});

const LONG =
  'want at most 63 characters for service and version together; shorten the name of the service or of the version';

test('the Service that names its pods has a name that Kubernetes takes', () => {
  const name = 'l'.repeat(59);
  const workload = Workload.stateful();
  expect(errors(shop((chart) => aService(chart, name, { workload })))).toEqual([
    `[shop/${name}] MW0109 versions.v1: got 64 characters, ${name}-pods, ${LONG}`,
  ]);
  expect(errors(shop((chart) => aService(chart, 'l'.repeat(58), { workload })))).toEqual([]);
});

test('the Deployment of a version has a name that Kubernetes takes', () => {
  const name = 'c'.repeat(61);
  expect(errors(shop((chart) => aService(chart, name)))).toEqual([
    `[shop/${name}] MW0109 versions.v1: got 64 characters, ${name}-v1, ${LONG}`,
  ]);
  expect(errors(shop((chart) => aService(chart, 'c'.repeat(60))))).toEqual([]);
});
