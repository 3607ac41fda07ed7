import type { Chart } from 'cdk8s';
import { Failover, MeshNamespace, Scale, type VersionProps } from '../../../constructs';
import { until } from '../machine/until';
import { always } from '../world/back-end';
import { EjectingCalls, SOON_EJECTED, TAKE } from './ejecting';
import { changing } from './mutations';
import type { Play, Scenario } from './scenario';
import { service } from './service';

const REQUESTS = 40;
const version: VersionProps = { image: 'ghcr.io/acme/stock:1', scale: Scale.fixed(2) };
// a sweep that lets pods return may come late on a busy machine
const PATIENCE_MS = 30_000;

function declare(chart: Chart): void {
  new MeshNamespace(chart, 'namespace');
  const stock = service(chart, 'stock', {
    versions: { v1: version, v2: version },
    failover: Failover.fromVersion('v1'),
    ...SOON_EJECTED,
  });
  service(chart, 'orders').calls(stock.operations.take);
}

async function run({ stage, predictions, rows }: Play): Promise<void> {
  const calls = new EjectingCalls(stage, { from: 'orders', to: 'stock', request: TAKE });
  const { outlierDetection } = predictions.destination('stock').policy;
  const { consecutive5xxErrors: failures = 0, baseEjectionTimeMs: forMs = 0 } =
    outlierDetection ?? {};
  const pods = stage.podsOf('stock', 'v1');
  await calls.haveSettled();
  await calls.send(REQUESTS);
  const [toFirst, toSecond] = ['v1', 'v2'].map((each) => stage.arrivals('stock', each).length);
  rows.exactly(
    `of ${REQUESTS} requests, to v1 and v2`,
    [REQUESTS, 0],
    [toFirst ?? 0, toSecond ?? 0],
  );

  for (const { backEnd } of pods) backEnd.behaviour = always(503);
  const statuses = await calls.send(REQUESTS);
  const failed = statuses.filter((status) => status !== 200).length;
  rows.exactly('requests that fail until v1 is out of rotation', pods.length * failures, failed);
  rows.exactly('… pods of it', pods.length, await calls.ejected());
  rows.exactly(
    `… all others of ${REQUESTS}, to v2`,
    REQUESTS - failed,
    stage.arrivals('stock', 'v2').length,
  );

  for (const { backEnd } of pods) backEnd.behaviour = always(200);
  await until('the return of v1', async () => ((await calls.ejected()) === 0 ? true : undefined), {
    everyMs: 100,
    forMs: forMs + PATIENCE_MS,
  });
  await calls.haveSettled();
  stage.arrivals('stock');
  await calls.send(REQUESTS);
  rows.exactly(
    `of ${REQUESTS} requests then, to v1`,
    REQUESTS,
    stage.arrivals('stock', 'v1').length,
  );
}

/** A version fails, and another takes its requests. */
export const versionFailover: Scenario = {
  name: 'version-failover',
  title: 'A version fails over to another, and back',
  declare,
  pods: [
    { of: 'stock', version: 'v1', count: 2 },
    { of: 'stock', version: 'v2', count: 2 },
    { of: 'orders', isProxied: true },
  ],
  run,
  mutation: {
    weakens: 'no version comes before another',
    apply: changing(
      'DestinationRule',
      (spec) => {
        const policy = spec.trafficPolicy as { loadBalancer: object };
        const loadBalancer = { ...policy.loadBalancer, localityLbSetting: { enabled: false } };
        return { ...spec, trafficPolicy: { ...policy, loadBalancer } };
      },
      'stock',
    ),
  },
};
