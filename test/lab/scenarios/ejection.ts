import { Duration, type Chart } from 'cdk8s';
import {
  LoadBalancing,
  MeshNamespace,
  Operation,
  OutlierDetection,
  Scale,
} from '../../../constructs';
import { failing } from '../../../constructs/testing';
import { until } from '../machine/until';
import { always } from '../world/back-end';
import { EjectingCalls } from './ejecting';
import { changing } from './mutations';
import type { Play, Scenario } from './scenario';
import { service } from './service';

const PODS = 3;
const TAKE = { method: 'POST', path: '/take' };
// a sweep that lets pods return may come late on a busy machine
const PATIENCE_MS = 30_000;

function declare(chart: Chart): void {
  new MeshNamespace(chart, 'namespace');
  const stock = service(chart, 'stock', {
    scale: Scale.fixed(PODS),
    loadBalancing: LoadBalancing.roundRobin(),
    operations: { take: Operation.unsafe('POST /take') },
    outlierDetection: OutlierDetection.of({
      consecutive5xxErrors: 4,
      interval: Duration.millis(500),
      baseEjectionTime: Duration.seconds(8),
    }),
  });
  service(chart, 'orders').calls(stock.operations.take);
}

async function run({ stage, predictions, rows }: Play): Promise<void> {
  const calls = new EjectingCalls(stage, { from: 'orders', to: 'stock', request: TAKE });
  const failure = failing(predictions.id('stock'));
  const { ejections } = predictions.outcome({ from: 'orders', to: 'stock' }, TAKE, failure);
  const { afterFailures = 0, forMs = 0 } = ejections[0] ?? {};
  const [broken, alsoBroken] = stage.podsOf('stock');
  if (broken === undefined || alsoBroken === undefined) throw new Error('too few pods');
  await calls.haveSettled();
  const since = performance.now();
  broken.backEnd.behaviour = always(503);
  await calls.send(PODS * (afterFailures + 4));
  rows.exactly(
    'failures in a row until a pod gets no more',
    afterFailures,
    broken.backEnd.arrivals.length,
  );

  alsoBroken.backEnd.behaviour = always(503);
  await calls.send(PODS * (afterFailures + 4));
  rows.exactly(
    'pods out of rotation when one more fails as well',
    ejections.length,
    await calls.ejected(),
  );

  alsoBroken.backEnd.behaviour = always(200);
  broken.backEnd.behaviour = always(200);
  broken.backEnd.takeArrivals();
  const back = await until(
    'the return of the pod',
    async () => {
      await calls.send(PODS);
      return broken.backEnd.arrivals.length > 0 ? performance.now() - since : undefined;
    },
    { everyMs: 100, forMs: forMs + PATIENCE_MS },
  );
  rows.atLeast('time until it is back', forMs, { value: back, unit: ' ms' });
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
