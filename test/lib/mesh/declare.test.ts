import { Duration } from 'cdk8s';
import { Prometheus, Tracing, type MeshProps } from '../../../constructs';
import { declareMesh } from '../../../lib/mesh/declare';
import { ISTIO_VERSIONS } from '../../../lib/mesh/props';
import { declaring } from '../../support/declaring';

function told(props: MeshProps): readonly string[] {
  return declaring((report) => declareMesh(props, report)).told;
}

test.each(ISTIO_VERSIONS)('Istio %s is supported', (istio) => {
  expect(told({ istio })).toEqual([]);
});

test.each([
  ['1.28', '"1.28"'],
  ['1.32', '"1.32"'],
  ['1.31.7', '"1.31.7"'],
  ['latest', '"latest"'],
  [1.31 as never, '1.31'],
])('Istio %s is refused', (istio, got) => {
  expect(told({ istio })).toEqual([
    `[shop/cart] MW0601 istio: got ${got}, want one of 1.29, 1.30, 1.31; upgrade the mesh, or correct the version`,
  ]);
});

test.each(['1.32', '1.33', '1.40', '1.107'])('Kubernetes %s is supported', (kubernetes) => {
  expect(told({ kubernetes })).toEqual([]);
});

test.each(['1.31', '1.9', '2.32', '1.33.7', 'v1.33', '1.', ''])(
  'Kubernetes %p is refused',
  (kubernetes) => {
    expect(told({ kubernetes })).toEqual([
      `[shop/cart] MW0602 kubernetes: got "${kubernetes}", want 1.32 or newer, as 1.x; upgrade the cluster, or correct the version`,
    ]);
  },
);

test('ambient is refused', () => {
  expect(told({ dataPlane: 'ambient' })).toEqual([
    '[shop/cart] MW0603 dataPlane: got "ambient", want sidecar; use sidecars',
  ]);
});

const HOST =
  'want a DNS name of lower-case labels, at most 253 characters, without scheme and port; give the bare host name';
const LABEL =
  'want lower-case letters, digits and dashes, at most 63, not beginning or ending with a dash; rename it';
const ADDRESS = 'want an IPv4 or IPv6 address; give an address, or `host` for a name';
const OBJECT =
  'want lower-case letters, digits, dashes and dots, at most 253; give the name of the object';
const VALUE =
  'want letters, digits, dashes, underscores and dots, at most 63; shorten or rewrite the value';
const DURATION =
  'want a Duration of whole milliseconds, at least 1ms; use Duration.millis or a larger unit';
const INSTANCE =
  'want a value made by the factories of the class that the property names; use one of its factories';

const MISTAKES: [MeshProps, string][] = [
  [
    { dataPlane: 'ztunnel' as never },
    'MW0021 dataPlane: got "ztunnel", want one of sidecar, ambient; correct the word',
  ],
  [
    { redirection: 'CNI' as never },
    'MW0021 redirection: got "CNI", want one of cni, init-container; correct the word',
  ],
  [
    { sidecars: true as never },
    'MW0021 sidecars: got true, want one of native, classic; correct the word',
  ],
  [{ trustDomain: 'spiffe://acme' }, `MW0006 trustDomain: got "spiffe://acme", ${HOST}`],
  [{ clusterDomain: 'cluster.local.' }, `MW0006 clusterDomain: got "cluster.local.", ${HOST}`],
  [{ rootNamespace: 'Mesh' }, `MW0005 rootNamespace: got "Mesh", ${LABEL}`],
  [{ revision: '1.31.7' }, `MW0005 revision: got "1.31.7", ${LABEL}`],
  [
    { ingressGateway: { namespace: 'the edge' } },
    `MW0005 ingressGateway.namespace: got "the edge", ${LABEL}`,
  ],
  [
    { ingressGateway: { selector: { app: 'the door' } } },
    `MW0010 ingressGateway.selector.app: got "the door", ${VALUE}`,
  ],
  [
    { ingressGateway: { serviceAccount: 'The_Door' } },
    `MW0013 ingressGateway.serviceAccount: got "The_Door", ${OBJECT}`,
  ],
  [{ dns: { namespace: '' } }, `MW0005 dns.namespace: got "", ${LABEL}`],
  [
    { dns: { nodeLocalAddress: 'node-local' } },
    `MW0007 dns.nodeLocalAddress: got "node-local", ${ADDRESS}`,
  ],
  [
    { prometheus: Prometheus.annotations({ namespace: 'Metrics' }) },
    `MW0005 prometheus.namespace: got "Metrics", ${LABEL}`,
  ],
  [
    { prometheus: Prometheus.operator({ labels: { release: 'a b' } }) },
    `MW0010 prometheus.labels.release: got "a b", ${VALUE}`,
  ],
  [{ prometheus: 'operator' as never }, `MW0016 prometheus: got "operator", ${INSTANCE}`],
  [{ tracing: { name: 'jaeger' } as never }, `MW0016 tracing: got {"name":"jaeger"}, ${INSTANCE}`],
  [
    { deadlines: { ownTime: Duration.millis(0) } },
    `MW0003 deadlines.ownTime: got 0ms, ${DURATION}`,
  ],
  [{ deadlines: { maximum: 30 as never } }, `MW0003 deadlines.maximum: got 30, ${DURATION}`],
];

test.each(MISTAKES)('the fact %j is reported under the name that was typed', (props, line) => {
  expect(told(props)).toEqual([`[shop/cart] ${line}`]);
});

test('all that is wrong with a tracing provider is reported together', () => {
  const options = { host: 'http://jaeger', port: 0, samplingPercent: 0.1 };
  expect(told({ tracing: Tracing.provider(' ', options) })).toEqual([
    '[shop/cart] MW0001 tracing.name: got " ", want a text that is not blank; give the value itself; an Output or a function cannot be written into a manifest',
    `[shop/cart] MW0006 tracing.host: got "http://jaeger", ${HOST}`,
    '[shop/cart] MW0101 tracing.port: got 0, want a whole number from 1 to 65535; give the number of the port',
    '[shop/cart] MW0004 tracing.samplingPercent: got 0.1, want a whole number from 1 to 100; give such a number',
  ]);
});

test('a tracing provider without a host is reported, not left out in silence', () => {
  expect(told({ tracing: Tracing.provider('jaeger', { port: 4317 } as never) })).toEqual([
    `[shop/cart] MW0006 tracing.host: got nothing, ${HOST}`,
  ]);
});
