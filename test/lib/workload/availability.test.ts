import { Scale, Workload, type ResilientServiceProps } from '../../../constructs';
import type { Manifest } from '../../../constructs/testing';
import { aService, has, only, shop } from '../../support/declare';

function cart(props: ResilientServiceProps = {}): readonly Manifest[] {
  return shop((chart) => aService(chart, 'cart', props)).manifests();
}

const image = 'ghcr.io/acme/cart:1.2.3';

test('an autoscaler looks at the container of the application, not at the proxy', () => {
  expect(only(cart({ scale: Scale.between(3, 7) }), 'HorizontalPodAutoscaler', 'cart-v1')).toEqual({
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: {
      name: 'cart-v1',
      namespace: 'shop',
      labels: {
        'app.kubernetes.io/name': 'cart',
        'app.kubernetes.io/managed-by': 'meshwright',
        version: 'v1',
      },
    },
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'cart-v1' },
      minReplicas: 3,
      maxReplicas: 7,
      metrics: [
        {
          type: 'ContainerResource',
          containerResource: {
            container: 'app',
            name: 'cpu',
            target: { type: 'Utilization', averageUtilization: 70 },
          },
        },
      ],
    },
  });
});

test('an autoscaler looks at each resource that has a target', () => {
  const scale = Scale.between(3, 7, { memoryPercent: 83, cpuPercent: 61 });
  const target = (name: string, averageUtilization: number): object => ({
    containerResource: { name, target: { averageUtilization } },
  });
  expect(only(cart({ scale }), 'HorizontalPodAutoscaler').spec?.metrics).toMatchObject([
    target('cpu', 61),
    target('memory', 83),
  ]);
});

test('a fixed number of replicas has no autoscaler', () => {
  expect(has(cart({ scale: Scale.fixed(7) }), 'HorizontalPodAutoscaler')).toBe(false);
});

test('only the version that scales has an autoscaler', () => {
  const versions = {
    v1: { image, weight: 89, scale: Scale.between(3, 7) },
    v2: { image, weight: 11 },
  };
  expect(only(cart({ versions }), 'HorizontalPodAutoscaler').metadata.name).toBe('cart-v1');
});

test('one pod of a service may be evicted at a time, and a broken one always', () => {
  expect(only(cart(), 'PodDisruptionBudget', 'cart')).toMatchObject({
    apiVersion: 'policy/v1',
    spec: {
      maxUnavailable: 1,
      selector: { matchLabels: { 'app.kubernetes.io/name': 'cart' } },
      unhealthyPodEvictionPolicy: 'AlwaysAllow',
    },
  });
});

test('a budget is of a service, not of a version, so that a rollout cannot evict two', () => {
  const versions = { v1: { image, weight: 89 }, v2: { image, weight: 11 } };
  const budget = only(cart({ versions }), 'PodDisruptionBudget');
  expect(budget.spec).toHaveProperty('selector', {
    matchLabels: { 'app.kubernetes.io/name': 'cart' },
  });
});

test.each<[string, ResilientServiceProps, boolean]>([
  ['one replica, which could never be evicted', { scale: Scale.fixed(1) }, false],
  ['two replicas', { scale: Scale.fixed(2) }, true],
  ['an autoscaler that may go down to one', { scale: Scale.between(1, 7) }, false],
  ['an autoscaler that stays above one', { scale: Scale.between(2, 7) }, true],
  [
    'two versions of one replica each',
    { versions: { v1: { image, weight: 89 }, v2: { image, weight: 11 } }, scale: Scale.fixed(1) },
    true,
  ],
  ['a stateful service', { workload: Workload.stateful() }, true],
  ['a worker', { port: undefined }, true],
])('%s: is there a budget?', (_what, props, isThere) => {
  expect(has(cart(props), 'PodDisruptionBudget')).toBe(isThere);
});
