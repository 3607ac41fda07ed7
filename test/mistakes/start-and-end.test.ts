import { Duration } from 'cdk8s';
import { Port, Workload } from '../../constructs';
import type { DeclaredSystem } from '../../constructs/testing';
import { specOf } from '../lib/rendered';
import { aService, errors, only, shop } from '../support/declare';
import { containerOf, podOf, templateOf } from '../support/pods';

const podsOf = (system: DeclaredSystem, name: string) => system.manifest('Deployment', name);

const proxyConfigOf = (system: DeclaredSystem, name: string): Record<string, unknown> => {
  const { annotations } = templateOf(podsOf(system, name)).metadata ?? {};
  return JSON.parse(annotations?.['proxy.istio.io/config'] ?? '') as Record<string, unknown>;
};

describe('mistake 17: Pods that end while they are still called', () => {
  const called = (sidecars: 'native' | 'classic'): DeclaredSystem =>
    shop(
      (chart) => {
        const callee = aService(chart, 'cart');
        aService(chart, 'orders').calls(callee, { timeout: Duration.seconds(13) });
      },
      { sidecars },
    );

  test('a pod sleeps until its endpoint is gone, and then has time for the longest request', () => {
    const system = called('native');
    const workload = podsOf(system, 'cart-v1');
    expect(containerOf(workload).lifecycle).toEqual({ preStop: { sleep: { seconds: 15 } } });
    expect(proxyConfigOf(system, 'cart-v1').terminationDrainDuration).toBe('13s');
    expect(podOf(workload).terminationGracePeriodSeconds).toBe(15 + 13 + 5);
  });

  test('a classic sidecar, whose SIGTERM comes at once, goes on for sleep and request together', () => {
    const { terminationDrainDuration } = proxyConfigOf(called('classic'), 'cart-v1');
    expect(terminationDrainDuration).toBe(`${15 + 13}s`);
  });

  test('a rolling update ends no pod before its successor is ready', () => {
    const { strategy } = specOf(called('native'), 'Deployment', 'cart-v1');
    expect(strategy?.rollingUpdate).toMatchObject({ maxUnavailable: 0 });
  });

  test('connections without requests get the longest deadline of the mesh', () => {
    const system = shop((chart) => {
      const callee = aService(chart, 'feed', { port: Port.tcp(7000) });
      aService(chart, 'orders').calls(callee);
    });
    expect(podOf(podsOf(system, 'feed-v1')).terminationGracePeriodSeconds).toBe(15 + 30 + 5);
  });
});

describe('mistake 18: An application that starts before its proxy', () => {
  test.each([
    ['native', { 'sidecar.istio.io/nativeSidecar': 'true' }, undefined],
    ['classic', { 'sidecar.istio.io/nativeSidecar': 'false' }, true],
  ] as const)('%s sidecars are there first', (sidecars, annotations, holds) => {
    const system = shop((chart) => aService(chart, 'cart'), { sidecars });
    const workload = podsOf(system, 'cart-v1');
    expect(templateOf(workload).metadata?.annotations).toMatchObject(annotations);
    expect(proxyConfigOf(system, 'cart-v1').holdApplicationUntilProxyStarts).toBe(holds);
    expect(podOf(workload)).not.toHaveProperty('initContainers');
  });
});

describe('mistake 19: A job that never completes', () => {
  const job = (sidecars: 'native' | 'classic'): DeclaredSystem =>
    shop((chart) => aService(chart, 'recount', { port: undefined, workload: Workload.job() }), {
      sidecars,
    });

  test('MW0123: beside a sidecar that never ends', () => {
    expect(errors(job('classic'))).toEqual([
      '[shop/recount] MW0123 workload: got a job, and classic sidecars, want native sidecars; set `sidecars` of the Mesh to native',
    ]);
  });

  test('a native sidecar is asked for by the pod, whatever the mesh does by itself', () => {
    const { metadata } = templateOf(only(job('native').manifests(), 'Job'));
    expect(metadata?.annotations).toMatchObject({ 'sidecar.istio.io/nativeSidecar': 'true' });
  });
});
