import { Duration } from 'cdk8s';
import { Probe, Scale, Workload, type ResilientServiceProps } from '../../constructs';
import type { DeclaredSystem } from '../../constructs/testing';
import { specOf } from '../lib/rendered';
import { aService, errors, has, lines, shop } from '../support/declare';
import { containerOf, templateOf, workloadOf } from '../support/pods';

const cart = (props: ResilientServiceProps): DeclaredSystem =>
  shop((chart) => aService(chart, 'cart', props));

describe('mistake 32: A disruption budget that allows nothing', () => {
  test.each([
    ['two replicas', { scale: Scale.fixed(2) }],
    ['an autoscaler from 2', { scale: Scale.between(2, 7) }],
    ['pods with names', { scale: Scale.fixed(3), workload: Workload.stateful() }],
  ])('of %s one may be evicted', (_what, props) => {
    expect(cart(props).manifest('PodDisruptionBudget', 'cart').spec).toEqual({
      maxUnavailable: 1,
      selector: { matchLabels: { 'app.kubernetes.io/name': 'cart' } },
      unhealthyPodEvictionPolicy: 'AlwaysAllow',
    });
  });

  test.each([
    ['a single replica', { scale: Scale.fixed(1) }],
    ['an autoscaler from 1', { scale: Scale.between(1, 7) }],
  ])('nothing keeps %s from being evicted', (_what, props) => {
    expect(has(cart(props).manifests(), 'PodDisruptionBudget')).toBe(false);
  });
});

describe('mistake 33: Replicas beside an autoscaler', () => {
  test('an autoscaler decides alone', () => {
    const system = cart({ scale: Scale.between(3, 13) });
    expect(specOf(system, 'Deployment', 'cart-v1')).not.toHaveProperty('replicas');
    expect(system.manifest('HorizontalPodAutoscaler', 'cart-v1').spec).toMatchObject({
      minReplicas: 3,
      maxReplicas: 13,
    });
  });

  test('of pods with names too', () => {
    const workload = workloadOf({ scale: Scale.between(3, 13), workload: Workload.stateful() });
    expect(workload.spec).not.toHaveProperty('replicas');
  });
});

describe('mistake 34: Liveness that asks what readiness asks', () => {
  test('MW0120: one probe for both', () => {
    const probe = Probe.http('/healthz');
    expect(errors(cart({ readiness: probe, liveness: probe }))).toEqual([
      '[shop/cart] MW0120 liveness: got the same question given up after 30s, and readiness after 30s, want a liveness probe that asks something else, or fails later than readiness; leave `liveness` out, ask a path of its own, or raise its period or failureThreshold',
    ]);
  });

  test('MW0133: liveness gives up before readiness is asked', () => {
    const readiness = Probe.http('/ready', { initialDelay: Duration.seconds(41) });
    expect(lines(cart({ readiness, liveness: Probe.http('/alive') }))).toEqual([
      '[shop/cart] MW0133 liveness: got a restart after 20s, want more than the 41s that the application has to start; give the time to start as `startsWithin` instead of initial delays',
    ]);
  });

  test('by itself a pod is taken out of rotation, and never restarted', () => {
    const container = containerOf(workloadOf());
    expect(container.readinessProbe).toMatchObject({ tcpSocket: { port: 8080 } });
    expect(container).not.toHaveProperty('livenessProbe');
  });
});

describe('mistake 35: Probes that mutual TLS refuses', () => {
  const KEY = 'sidecar.istio.io/rewriteAppHTTPProbers';

  test('MW0119: the annotation that switches it off', () => {
    const [first, ...rest] = errors(cart({ podAnnotations: { [KEY]: 'false' } }));
    expect(rest).toEqual([]);
    expect(first).toContain(
      `[shop/cart] MW0119 podAnnotations: got ${KEY}, want a key other than `,
    );
  });

  test('every pod with STRICT mutual TLS asks for it, whatever the mesh does by itself', () => {
    const system = cart({ readiness: Probe.http('/ready') });
    expect(specOf(system, 'PeerAuthentication', 'cart').mtls).toEqual({ mode: 'STRICT' });
    const { annotations } = templateOf(system.manifest('Deployment', 'cart-v1')).metadata ?? {};
    expect(annotations).toMatchObject({ [KEY]: 'true' });
  });
});
