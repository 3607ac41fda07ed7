import fc from 'fast-check';
import { Failover, Scale, Workload } from '../../../constructs';
import { planSpread } from '../../../lib/workload/plan-spread';
import type { VersionPlan, WorkloadPlan } from '../../../lib/workload/plan';
import { renderSpread } from '../../../lib/workload/render-spread';
import { aService, lines, shop } from '../../support/declare';
import { podOf, workloadOf } from '../../support/pods';

const version = { selector: { app: 'cart' } } as unknown as VersionPlan;
const labelSelector = { matchLabels: { app: 'cart' } };

function rendered(kind: 'deployment' | 'stateful', zones?: readonly string[]) {
  return renderSpread({ spread: planSpread({ kind, zones }) } as WorkloadPlan, version);
}

test('without a failover, pods may run anywhere and are only preferred to be apart', () => {
  const counted = { maxSkew: 1, labelSelector, matchLabelKeys: ['pod-template-hash'] };
  expect(rendered('deployment')).toEqual({
    topologySpreadConstraints: [
      {
        ...counted,
        topologyKey: 'topology.kubernetes.io/zone',
        whenUnsatisfiable: 'ScheduleAnyway',
      },
      { ...counted, topologyKey: 'kubernetes.io/hostname', whenUnsatisfiable: 'ScheduleAnyway' },
    ],
  });
});

test('over the zones of a failover, pods are apart or wait', () => {
  const { affinity, topologySpreadConstraints = [] } = rendered('deployment', [
    'eu-1c',
    'eu-1a',
    'eu-1b',
    'eu-1a',
  ]);
  expect(affinity).toEqual({
    nodeAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: {
        nodeSelectorTerms: [
          {
            matchExpressions: [
              {
                key: 'topology.kubernetes.io/zone',
                operator: 'In',
                values: ['eu-1a', 'eu-1b', 'eu-1c'],
              },
            ],
          },
        ],
      },
    },
  });
  expect(topologySpreadConstraints[0]).toEqual({
    maxSkew: 1,
    topologyKey: 'topology.kubernetes.io/zone',
    whenUnsatisfiable: 'DoNotSchedule',
    nodeTaintsPolicy: 'Honor',
    minDomains: 2,
    labelSelector,
    matchLabelKeys: ['pod-template-hash'],
  });
  expect(topologySpreadConstraints[1]).toMatchObject({ whenUnsatisfiable: 'ScheduleAnyway' });
});

test('with two zones the loss of one leaves one, which is no number to wait for', () => {
  const [zones] = rendered('deployment', ['eu-1a', 'eu-1b']).topologySpreadConstraints ?? [];
  expect(zones).toMatchObject({ whenUnsatisfiable: 'DoNotSchedule' });
  expect(zones).not.toHaveProperty('minDomains');
});

test('a single zone is where pods run, and nothing to be apart over', () => {
  const { affinity, topologySpreadConstraints } = rendered('deployment', ['eu-1a']);
  expect(affinity).toBeDefined();
  expect(topologySpreadConstraints?.[0]).toMatchObject({ whenUnsatisfiable: 'ScheduleAnyway' });
});

test('pods that are replaced where they are count together, whatever their revision', () => {
  for (const constraint of rendered('stateful').topologySpreadConstraints ?? []) {
    expect(constraint).not.toHaveProperty('matchLabelKeys');
  }
  const pod = podOf(workloadOf({ workload: Workload.stateful() }));
  expect(pod.topologySpreadConstraints?.[0]).not.toHaveProperty('matchLabelKeys');
});

const failover = Failover.zones('eu-1a', 'eu-1b', 'eu-1c');

test('the zones of a failover are where the pods of a service run', () => {
  const { affinity, topologySpreadConstraints } = podOf(workloadOf({ failover }));
  expect(JSON.stringify(affinity)).toContain('["eu-1a","eu-1b","eu-1c"]');
  expect(topologySpreadConstraints?.[0]).toMatchObject({
    whenUnsatisfiable: 'DoNotSchedule',
    minDomains: 2,
  });
});

test.each([
  [Scale.fixed(2), 2],
  [Scale.between(2, 7), 2],
])('a zone of a failover without a pod is told', (scale, count) => {
  expect(lines(shop((chart) => aService(chart, 'cart', { failover, scale })))).toEqual([
    `[shop/cart] MW0139 scale: got ${count} in 3 zones, want at least one replica for each of the 3 zones; raise \`scale\`, or name fewer zones: callers there always fail over`,
  ]);
});

test.each([[Scale.fixed(3)], [Scale.between(4, 7)]])('a pod for each zone is enough', (scale) => {
  expect(lines(shop((chart) => aService(chart, 'cart', { failover, scale })))).toEqual([]);
});

/**
 * Whether a scheduler places one more pod into the zone with the fewest, as Kubernetes counts: with fewer zones than
 * `minDomains`, the fewest pods of a zone are taken to be none.
 * @see https://kubernetes.io/docs/concepts/scheduling-eviction/topology-spread-constraints/
 */
function isPlaced(pods: readonly number[], minZones: number | undefined): boolean {
  const fewest = Math.min(...pods);
  return fewest + 1 - (pods.length < (minZones ?? 1) ? 0 : fewest) <= 1;
}

test('when one zone is lost, the others take every pod of it', () => {
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 7 }), fc.integer({ min: 1, max: 41 }), (zones, each) => {
      const names = Array.from({ length: zones }, (_, index) => `eu-${index}`);
      const { minZones } = planSpread({ kind: 'deployment', zones: names });
      expect(
        isPlaced(
          Array.from({ length: zones - 1 }, () => each),
          minZones,
        ),
      ).toBe(true);
    }),
  );
});
