import type { MeshProps, ResilientServiceProps } from '../../../constructs';
import { aService, errors, only, shop } from '../../support/declare';
import { templateOf } from '../../support/pods';

type Metadata = ReturnType<typeof templateOf>['metadata'];

function metadataOf(props: ResilientServiceProps = {}, mesh?: MeshProps): Metadata {
  const system = shop((chart) => aService(chart, 'cart', props), mesh);
  return templateOf(only(system.manifests(), 'Deployment')).metadata;
}

function refused(props: ResilientServiceProps): string[] {
  return errors(shop((chart) => aService(chart, 'cart', props)));
}

test('a pod is injected with a native sidecar that keeps its probes working', () => {
  expect(metadataOf()?.annotations).toEqual({
    'sidecar.istio.io/nativeSidecar': 'true',
    'sidecar.istio.io/rewriteAppHTTPProbers': 'true',
    'proxy.istio.io/config': '{"terminationDrainDuration":"5s"}',
  });
});

test('beside a classic sidecar the application waits until its proxy has started', () => {
  expect(metadataOf({}, { sidecars: 'classic' })?.annotations).toMatchObject({
    'sidecar.istio.io/nativeSidecar': 'false',
    'proxy.istio.io/config':
      '{"holdApplicationUntilProxyStarts":true,"terminationDrainDuration":"20s"}',
  });
});

test('a revision injects in place of the default control plane', () => {
  const labels = metadataOf({}, { revision: '1-31-7' })?.labels;
  expect(labels).toMatchObject({ 'istio.io/rev': '1-31-7' });
  expect(labels).not.toHaveProperty(['sidecar.istio.io/inject']);
});

test('metrics of the application are merged into those of the proxy, from /metrics', () => {
  expect(metadataOf({ metrics: { port: 7011 } })?.annotations).toMatchObject({
    'prometheus.io/scrape': 'true',
    'prometheus.io/port': '7011',
    'prometheus.io/path': '/metrics',
  });
});

test('metrics may be served elsewhere', () => {
  const metrics = { port: 7011, path: '/internal/metrics' };
  expect(metadataOf({ metrics })?.annotations).toMatchObject({
    'prometheus.io/path': '/internal/metrics',
  });
});

test('metrics are served on a port that there is', () => {
  expect(refused({ metrics: { port: 0, path: 'metrics' } })).toEqual([
    '[shop/cart] MW0015 metrics.path: got "metrics", want a path that begins with /; write the path from the root',
    '[shop/cart] MW0101 metrics.port: got 0, want a whole number from 1 to 65535; give the number of the port',
  ]);
});

test('labels and annotations of the user come beside ours', () => {
  const metadata = metadataOf({
    podLabels: { team: 'shop', 'acme.example/tier': '' },
    podAnnotations: { 'acme.example/note': 'a: "b"\n- c' },
  });
  expect(metadata?.labels).toMatchObject({
    team: 'shop',
    'acme.example/tier': '',
    'app.kubernetes.io/name': 'cart',
  });
  expect(metadata?.annotations).toMatchObject({ 'acme.example/note': 'a: "b"\n- c' });
});

const LABELS =
  'app.kubernetes.io/name, version, app.kubernetes.io/managed-by, sidecar.istio.io/inject, istio.io/rev';
const ANNOTATIONS =
  'proxy.istio.io/config, sidecar.istio.io/nativeSidecar, sidecar.istio.io/rewriteAppHTTPProbers, ' +
  'sidecar.istio.io/inject, traffic.sidecar.istio.io/';
const FIX = 'remove it; the property that it stands for is set by the construct';

test.each(LABELS.split(', '))('the label %s of the pods is ours', (key) => {
  expect(refused({ podLabels: { [key]: 'mine' } })).toEqual([
    `[shop/cart] MW0119 podLabels: got ${key}, want a key other than ${LABELS}; ${FIX}`,
  ]);
});

test.each([
  'traffic.sidecar.istio.io/excludeInboundPorts',
  ...ANNOTATIONS.split(', ').filter((key) => !key.endsWith('/')),
])('the annotation %s of the pods is ours', (key) => {
  expect(refused({ podAnnotations: { [key]: 'mine' } })).toEqual([
    `[shop/cart] MW0119 podAnnotations: got ${key}, want a key other than ${ANNOTATIONS}; ${FIX}`,
  ]);
});

test('an annotation is text', () => {
  const podAnnotations = { note: { __pulumiOutput: true } as never };
  expect(refused({ podAnnotations })).toEqual([
    '[shop/cart] MW0901 podAnnotations.note: got a Pulumi Output, want text, in which `asString` stands for an Output; write asString(output), of meshwright/pulumi',
  ]);
});
