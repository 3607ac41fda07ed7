import { Duration, type Chart } from 'cdk8s';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  LoadBalancing,
  MeshNamespace,
  Operation,
  OutlierDetection,
  Scale,
} from '../../../constructs';
import { until } from '../machine/until';
import { always } from '../world/back-end';
import { changing } from './mutations';
import type { Play, Scenario } from './scenario';
import { service } from './service';

const PODS = 3;
const TOO_LONG_MS = 3_000;

function declare(chart: Chart): void {
  new MeshNamespace(chart, 'namespace');
  const stock = service(chart, 'stock', {
    scale: Scale.fixed(PODS),
    loadBalancing: LoadBalancing.roundRobin(),
    operations: { take: Operation.unsafe('POST /take') },
    outlierDetection: OutlierDetection.of({
      consecutive5xxErrors: 4,
      interval: Duration.millis(500),
      baseEjectionTime: Duration.seconds(3),
    }),
  });
  service(chart, 'orders').calls(stock.operations.take);
}

async function run(play: Play): Promise<void> {
  const { stage, predictions, rows } = play;
  const policy = predictions.destination('stock').policy.outlierDetection;
  const failures = policy?.consecutive5xxErrors;
  if (policy === undefined || failures === undefined) throw new Error('nothing would be ejected');
  const [failing, alsoFailing] = stage.podsOf('stock');
  if (failing === undefined || alsoFailing === undefined) throw new Error('too few pods');
  failing.backEnd.behaviour = always(503);
  await requests(play, PODS * (failures + 4));
  rows.exactly(
    'failures in a row until a pod gets no more',
    failures,
    failing.backEnd.arrivals.length,
  );
  const since = Date.now();

  alsoFailing.backEnd.behaviour = always(503);
  await requests(play, PODS * (failures + 4));
  rows.exactly(
    'pods out of rotation when one more fails as well',
    predictions.ejected(PODS, policy.maxEjectionPercent),
    await stage.upstream('orders', 'stock', 'outlier_detection.ejections_active'),
  );

  alsoFailing.backEnd.behaviour = always(200);
  failing.backEnd.behaviour = always(200);
  failing.backEnd.takeArrivals();
  const back = await until(
    'the return of the pod',
    async () => {
      await requests(play, PODS);
      return failing.backEnd.arrivals.length > 0 ? Date.now() - since : undefined;
    },
    { everyMs: 100 },
  );
  rows.between(
    'milliseconds until it is back',
    [
      policy.baseEjectionTimeMs - 1_000,
      policy.baseEjectionTimeMs + policy.intervalMs + TOO_LONG_MS,
    ],
    { value: back, unit: ' ms' },
  );
}

async function requests({ stage }: Play, count: number): Promise<void> {
  for (let sent = 0; sent < count; sent += 1) {
    await stage.send('orders', 'stock', { method: 'POST', path: '/take' });
    await sleep(1);
  }
}

/** Which failing pods are taken out of rotation, and for how long. */
export const ejection: Scenario = {
  name: 'ejection',
  title: 'Ejection of failing pods',
  declare,
  pods: [
    { of: 'stock', count: PODS },
    { of: 'orders', isProxied: true },
  ],
  run,
  mutation: {
    weakens: 'at most 10 % of the pods are ejected, which is Istio’s default',
    apply: changing(
      'DestinationRule',
      (spec) => {
        const policy = spec.trafficPolicy as { outlierDetection: object };
        const outlierDetection = { ...policy.outlierDetection, maxEjectionPercent: 10 };
        return { ...spec, trafficPolicy: { ...policy, outlierDetection } };
      },
      'stock',
    ),
  },
};
