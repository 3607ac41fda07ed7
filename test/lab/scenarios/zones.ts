import { Duration, type Chart } from 'cdk8s';
import { setTimeout as sleep } from 'node:timers/promises';
import { Failover, MeshNamespace, Operation, OutlierDetection, Scale } from '../../../constructs';
import { zoneLost } from '../../../constructs/testing';
import { until } from '../machine/until';
import { always } from '../world/back-end';
import type { Stage } from '../world/stage';
import { changing } from './mutations';
import type { Play, Scenario } from './scenario';
import { service } from './service';

const [NEAR, FAR] = ['lab-a', 'lab-b'] as const;
const PODS = 4;
const REQUESTS = 40;
const TAKE = { method: 'POST', path: '/take' };
// Envoy acts on the first change of a cluster at once, and gathers those of the next second: update_merge_window
const MERGED_MS = 1_500;
// a sweep that lets pods return may come late on a busy machine
const PATIENCE_MS = 30_000;

function declare(chart: Chart): void {
  new MeshNamespace(chart, 'namespace');
  const stock = service(chart, 'stock', {
    scale: Scale.fixed(PODS),
    failover: Failover.zones(NEAR, FAR),
    operations: { take: Operation.unsafe('POST /take') },
    outlierDetection: OutlierDetection.of({
      consecutive5xxErrors: 3,
      interval: Duration.millis(500),
      baseEjectionTime: Duration.seconds(12),
    }),
  });
  service(chart, 'orders').calls(stock.operations.take);
}

async function run({ stage, predictions, rows }: Play): Promise<void> {
  const call = { from: 'orders', to: 'stock' };
  const { ejections } = predictions.outcome(call, TAKE, zoneLost(NEAR));
  await take(stage);
  rows.exactly(`of ${REQUESTS} requests, those that leave their zone`, 0, arrivals(stage, FAR));

  const since = Date.now();
  script(stage, 503);
  const failed = count(await take(stage), 503);
  rows.exactly(
    'requests that fail until the zone is out of rotation',
    ejections.reduce((sum, { afterFailures }) => sum + afterFailures, 0),
    failed,
  );
  rows.exactly('… pods of it', ejections.length, await ejected(stage));
  const served = arrivals(stage, FAR);
  rows.exactly(`… all others of ${REQUESTS}, in the other zone`, REQUESTS - failed, served);

  script(stage, 200);
  const shortest = Math.min(...ejections.map(({ forMs }) => forMs));
  const back = await until(
    'the return to the zone',
    async () => ((await ejected(stage)) === 0 ? Date.now() - since : undefined),
    { everyMs: 100, forMs: shortest + PATIENCE_MS },
  );
  rows.atLeast('time until its pods are back', shortest, { value: back, unit: ' ms' });
  await sleep(MERGED_MS);
  arrivals(stage, NEAR);
  await take(stage);
  rows.exactly(`of ${REQUESTS} requests then, in their zone`, REQUESTS, arrivals(stage, NEAR));
}

function ejected(stage: Stage): Promise<number> {
  return stage.upstream('orders', 'stock', 'outlier_detection.ejections_active');
}

/** Sends requests one after the other, and gives the proxy time to act on what it ejects. */
async function take(stage: Stage): Promise<readonly number[]> {
  const statuses: number[] = [];
  let known = await ejected(stage);
  for (let sent = 0; sent < REQUESTS; sent += 1) {
    const { status } = await stage.send('orders', 'stock', TAKE);
    statuses.push(status);
    if (status === 200) continue;
    const now = await ejected(stage);
    if (now !== known) await sleep(MERGED_MS);
    known = now;
  }
  return statuses;
}

function count(statuses: readonly number[], wanted: number): number {
  return statuses.filter((status) => status === wanted).length;
}

/** Requests that arrived in a zone since the last time. */
function arrivals(stage: Stage, zone: string): number {
  return podsIn(stage, zone).flatMap(({ backEnd }) => backEnd.takeArrivals()).length;
}

/** Lets the pods of the near zone answer so. */
function script(stage: Stage, status: number): void {
  for (const { backEnd } of podsIn(stage, NEAR)) backEnd.behaviour = always(status);
}

function podsIn(stage: Stage, zone: string): ReturnType<Stage['podsOf']> {
  return stage.podsOf('stock').filter(({ place }) => place.zone === zone);
}

/** A zone fails, and is well again. */
export const zones: Scenario = {
  name: 'zones',
  title: 'A zone fails, and is well again',
  declare,
  pods: [
    { of: 'stock', count: PODS, zones: [NEAR, FAR] },
    { of: 'orders', isProxied: true, zones: [NEAR] },
  ],
  run,
  mutation: {
    weakens: 'requests go to any zone, as without a failover',
    apply: changing(
      'DestinationRule',
      (spec) => {
        const policy = spec.trafficPolicy as { loadBalancer: object };
        const loadBalancer = {
          ...policy.loadBalancer,
          localityLbSetting: { enabled: false },
        };
        return { ...spec, trafficPolicy: { ...policy, loadBalancer } };
      },
      'stock',
    ),
  },
};
