import { Duration, type Chart } from 'cdk8s';
import { setTimeout as sleep } from 'node:timers/promises';
import { LoadBalancing, MeshNamespace, Operation, Scale, Warmup } from '../../../constructs';
import { until } from '../machine/until';
import type { Stage } from '../world/stage';
import { changing } from './mutations';
import type { Play, Scenario } from './scenario';
import { service } from './service';

const REQUESTS = 200;
const FULL_PERCENT = 50;
const FIRST_PART = 0.25;

function declare(chart: Chart): void {
  new MeshNamespace(chart, 'namespace');
  const page = service(chart, 'page', {
    scale: Scale.fixed(2),
    loadBalancing: LoadBalancing.roundRobin({ warmup: Warmup.over(Duration.seconds(20)) }),
    operations: { get: Operation.safe('GET /page') },
  });
  service(chart, 'orders').calls(page.operations.get);
}

async function run({ stage, predictions, rows }: Play): Promise<void> {
  const { warmup } = predictions.destination('page').policy.balancing;
  if (warmup === undefined) throw new Error('page has no warm-up');
  const { durationMs, minimumPercent } = warmup;
  // the first pod is new as well
  await sleep(durationMs);
  const since = await addPod(stage);
  const early = await shareOfNewPod(stage, since + FIRST_PART * durationMs);
  await sleep(durationMs - (Date.now() - since) + SWEEP_MS);
  const late = await shareOfNewPod(stage, Number.POSITIVE_INFINITY);

  rows.atLeast('requests in the first quarter of the warm-up', 30, early.requests);
  const weight = Math.max(minimumPercent / 100, FIRST_PART);
  const most = (100 * weight) / (1 + weight);
  rows.between(
    '… of which a new pod gets no more than half way to its full share',
    [1, (most + FULL_PERCENT) / 2],
    { value: early.percent, unit: ' %' },
  );
  rows.between('… and of those after it', [FULL_PERCENT - 5, FULL_PERCENT + 5], {
    value: late.percent,
    unit: ' %',
  });
}

// Envoy weighs a pod anew when it chooses it
const SWEEP_MS = 500;

/** Adds a pod: the last moment at which the proxy did not know it. */
async function addPod(stage: Stage): Promise<number> {
  let since = Date.now();
  const added = stage.add([{ of: 'page' }]);
  await until(
    'the second pod',
    async () => {
      const asked = Date.now();
      const clusters = await stage.proxy('orders').admin('clusters');
      if (clusters.split('||page.').filter(isHost).length >= 2) return true;
      since = asked;
      return undefined;
    },
    { everyMs: 20 },
  );
  await added;
  return since;
}

function isHost(line: string): boolean {
  return line.includes('::health_flags::');
}

/** What the second pod gets of requests that are sent before `end`. */
async function shareOfNewPod(
  stage: Stage,
  end: number,
): Promise<{ readonly requests: number; readonly percent: number }> {
  stage.arrivals('page');
  for (let sent = 0; sent < REQUESTS && Date.now() < end; sent += 1) {
    await stage.send('orders', 'page', { path: '/page' });
  }
  const [old = 0, added = 0] = stage
    .podsOf('page')
    .map(({ backEnd }) => backEnd.takeArrivals().length);
  const requests = old + added;
  return { requests, percent: (100 * added) / Math.max(1, requests) };
}

/** A new pod gets its share little by little. */
export const warmUp: Scenario = {
  name: 'warm-up',
  title: 'A new pod warms up',
  declare,
  pods: [{ of: 'page' }, { of: 'orders', isProxied: true }],
  run,
  mutation: {
    weakens: 'a new pod gets its full share at once, as Istio’s default',
    apply: changing(
      'DestinationRule',
      (spec) => {
        const policy = spec.trafficPolicy as { loadBalancer: object };
        const loadBalancer = { ...policy.loadBalancer, warmup: undefined };
        return { ...spec, trafficPolicy: { ...policy, loadBalancer } };
      },
      'page',
    ),
  },
};
