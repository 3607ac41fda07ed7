import type { Chart } from 'cdk8s';
import { Failover, MeshNamespace, Scale } from '../../../constructs';
import { zoneLost } from '../../../constructs/testing';
import { until } from '../machine/until';
import { always } from '../world/back-end';
import type { Stage } from '../world/stage';
import { EjectingCalls, SOON_EJECTED, TAKE } from './ejecting';
import { changing } from './mutations';
import type { Play, Scenario } from './scenario';
import { service } from './service';

const [NEAR, FAR] = ['lab-a', 'lab-b'] as const;
const PODS = 4;
const REQUESTS = 40;
// a sweep that lets pods return may come late on a busy machine
const PATIENCE_MS = 30_000;

function declare(chart: Chart): void {
  new MeshNamespace(chart, 'namespace');
  const stock = service(chart, 'stock', {
    scale: Scale.fixed(PODS),
    failover: Failover.zones(NEAR, FAR),
    ...SOON_EJECTED,
  });
  service(chart, 'orders').calls(stock.operations.take);
}

async function run({ stage, predictions, rows }: Play): Promise<void> {
  const call = { from: 'orders', to: 'stock' };
  const { ejections } = predictions.outcome(call, TAKE, zoneLost(NEAR));
  const calls = new EjectingCalls(stage, { ...call, request: TAKE });
  await calls.haveSettled();
  await calls.send(REQUESTS);
  rows.exactly(`of ${REQUESTS} requests, those that leave their zone`, 0, arrivals(stage, FAR));

  const since = performance.now();
  script(stage, 503);
  const failed = count(await calls.send(REQUESTS), 503);
  rows.exactly(
    'requests that fail until the zone is out of rotation',
    ejections.reduce((sum, { afterFailures }) => sum + afterFailures, 0),
    failed,
  );
  rows.exactly('… pods of it', ejections.length, await calls.ejected());
  const served = arrivals(stage, FAR);
  rows.exactly(`… all others of ${REQUESTS}, in the other zone`, REQUESTS - failed, served);

  script(stage, 200);
  const shortest = Math.min(...ejections.map(({ forMs }) => forMs));
  const back = await until(
    'the return to the zone',
    async () => ((await calls.ejected()) === 0 ? performance.now() - since : undefined),
    { everyMs: 100, forMs: shortest + PATIENCE_MS },
  );
  rows.atLeast('time until its pods are back', shortest, { value: back, unit: ' ms' });
  await calls.haveSettled();
  arrivals(stage, NEAR);
  await calls.send(REQUESTS);
  rows.exactly(`of ${REQUESTS} requests then, in their zone`, REQUESTS, arrivals(stage, NEAR));
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
