import { Duration } from 'cdk8s';
import { Probe, Rollout, Scale, Workload, type ResilientServiceProps } from '../../../constructs';
import { aService, errors, linesOf, lines, shop } from '../../support/declare';
import { workloadOf } from '../../support/pods';

function told(props: ResilientServiceProps): string[] {
  return lines(shop((chart) => aService(chart, 'cart', props)));
}

const one = Scale.fixed(1);
const stateful = Workload.stateful();

test('a deployment gets a new pod before it loses an old one, also with a single replica', () => {
  for (const scale of [one, Scale.fixed(7), Scale.between(3, 11)]) {
    expect(workloadOf({ scale }).spec?.strategy).toEqual({
      type: 'RollingUpdate',
      rollingUpdate: { maxSurge: '25%', maxUnavailable: 0 },
    });
  }
});

test.each([2, '100%', '1%'])('a surge of %s is what the manifest says', (amount) => {
  expect(workloadOf({ rollout: Rollout.surge(amount) }).spec?.strategy).toEqual({
    type: 'RollingUpdate',
    rollingUpdate: { maxSurge: amount, maxUnavailable: 0 },
  });
});

test.each([
  [0, '0'],
  [-1, '-1'],
  [1.5, '1.5'],
  ['0%', '"0%"'],
  ['101%', '"101%"'],
  ['7', '"7"'],
])('a surge of %j would leave no room for a new pod', (amount, got) => {
  expect(told({ rollout: Rollout.surge(amount) })).toEqual([
    `[shop/cart] MW0134 rollout: got ${got}, want a whole number of at least 1, or 1% to 100%: old pods stay until new ones are ready; give such an amount, or use Rollout.recreate with a reason`,
  ]);
});

test('what may never run twice is ended before it starts again, and says why', () => {
  const rollout = Rollout.recreate('a second one would have other carts');
  const workload = workloadOf({ scale: one, rollout });
  expect(workload.spec?.strategy).toEqual({ type: 'Recreate' });
  expect(workload.metadata.annotations).toEqual({
    'meshwright.dev/loosened-rollout': 'a second one would have other carts',
  });
  expect(told({ scale: one, rollout })).toEqual([]);
});

test('a workload that gives nothing up has no such annotation', () => {
  expect(workloadOf().metadata.annotations ?? {}).toEqual({});
});

test('to recreate takes a reason', () => {
  expect(told({ scale: one, rollout: Rollout.recreate(' ') })).toEqual([
    expect.stringContaining('[shop/cart] MW0009 rollout: got " ", want '),
  ]);
});

test.each([
  [Scale.fixed(3), 3],
  [Scale.between(1, 7), 7],
])('to recreate several replicas at once is told', (scale, count) => {
  expect(told({ scale, rollout: Rollout.recreate('locks the only queue') })).toEqual([
    `[shop/cart] MW0135 rollout: got Rollout.recreate of ${count} replicas, want 1 replica, or Rollout.surge; use Rollout.surge, or Scale.fixed(1) where two may never run at a time`,
  ]);
});

test('a stateful workload replaces its pods where they are', () => {
  expect(workloadOf({ workload: stateful }).spec?.updateStrategy).toEqual({
    type: 'RollingUpdate',
    rollingUpdate: { partition: 0 },
  });
});

test('a stateful workload may leave its first pods as they are', () => {
  const workload = workloadOf({ workload: stateful, rollout: Rollout.partition(2) });
  expect(workload.spec?.updateStrategy).toEqual({
    type: 'RollingUpdate',
    rollingUpdate: { partition: 2 },
  });
});

const FIX = 'remove it, or use another `workload`';

test.each<[string, ResilientServiceProps, string]>([
  [
    'a surge of a stateful workload',
    { workload: stateful, rollout: Rollout.surge(1) },
    `rollout: got Rollout.surge of a stateful, want Rollout.partition; ${FIX}`,
  ],
  [
    'to recreate a stateful workload',
    { workload: stateful, scale: one, rollout: Rollout.recreate('only one may write') },
    `rollout: got Rollout.recreate of a stateful, want Rollout.partition; ${FIX}`,
  ],
  [
    'a partition of a deployment',
    { rollout: Rollout.partition(1) },
    `rollout: got Rollout.partition of a deployment, want Rollout.surge or Rollout.recreate; ${FIX}`,
  ],
  [
    'a rollout of a job',
    { workload: Workload.job(), port: undefined, rollout: Rollout.surge(1) },
    `rollout: got Rollout.surge of a job, want no \`rollout\`; ${FIX}`,
  ],
  [
    'readiness of a job',
    { workload: Workload.job(), port: undefined, minReady: Duration.seconds(7) },
    `minReady: got a job, want no \`minReady\`; ${FIX}`,
  ],
])('%s is refused', (_what, props, text) => {
  const system = shop((chart) => aService(chart, 'cart', props));
  expect(errors(system)).toEqual([`[shop/cart] MW0136 ${text}`]);
  expect(linesOf(system, 'warning')).toEqual([]);
});

test.each<[string, ResilientServiceProps, number]>([
  ['by default', {}, 10],
  ['of a worker', { port: undefined }, 10],
  ['of a stateful workload', { workload: stateful }, 10],
  ['that is asked often', { readiness: Probe.tcp({ period: Duration.seconds(3) }) }, 10],
  ['that is asked rarely', { readiness: Probe.tcp({ period: Duration.seconds(17) }) }, 17],
  ['as declared, rounded up', { minReady: Duration.millis(2_300) }, 3],
])('a new pod has to stay ready before it counts: %s', (_what, props, seconds) => {
  expect(workloadOf(props).spec?.minReadySeconds).toBe(seconds);
});

test.each<[string, ResilientServiceProps, number]>([
  ['a node, the image and the time to stay ready', {}, 600 + 10],
  ['the time to start', { startsWithin: Duration.minutes(20) }, 600 + 1200 + 10],
  [
    'the time that an explicit startup probe leaves',
    {
      startup: Probe.tcp({
        initialDelay: Duration.seconds(7),
        period: Duration.seconds(11),
        failureThreshold: 13,
      }),
    },
    600 + 7 + 11 * 13 + 10,
  ],
  [
    'an initial delay',
    { readiness: Probe.tcp({ initialDelay: Duration.seconds(41) }) },
    600 + 41 + 10,
  ],
  ['the declared time to stay ready', { minReady: Duration.seconds(61) }, 600 + 61],
  [
    'the end of the old pods, where they go first',
    { scale: one, rollout: Rollout.recreate('only one may write') },
    600 + 10 + 25,
  ],
])('a rollout has failed when nothing moved for %s', (_what, props, seconds) => {
  expect(workloadOf(props).spec?.progressDeadlineSeconds).toBe(seconds);
});

test('a stateful workload has no such deadline', () => {
  expect(workloadOf({ workload: stateful }).spec).not.toHaveProperty('progressDeadlineSeconds');
});
