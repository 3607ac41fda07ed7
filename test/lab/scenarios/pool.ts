import { Duration, type Chart } from 'cdk8s';
import {
  MeshNamespace,
  Operation,
  OutlierDetection,
  Pool,
  Retries,
  Scale,
} from '../../../constructs';
import type { Behaviour } from '../world/back-end';
import { changing } from './mutations';
import type { Play, Scenario } from './scenario';
import { service } from './service';

const PER_REPLICA = 3;
const REQUESTS = 30;

function declare(chart: Chart): void {
  new MeshNamespace(chart, 'namespace');
  const stock = service(chart, 'stock', {
    scale: Scale.fixed(2),
    pool: Pool.perReplica(PER_REPLICA),
    outlierDetection: OutlierDetection.off(
      'what is refused by the caller says nothing about a pod',
    ),
    operations: { take: Operation.unsafe('POST /take') },
  });
  service(chart, 'orders').calls(stock.operations.take, {
    timeout: Duration.seconds(10),
    retries: Retries.never(),
  });
}

async function run({ stage, predictions, rows }: Play): Promise<void> {
  const { limit } = predictions.destination('stock').policy.pool;
  const load = { now: 0, most: 0 };
  const busy: Behaviour = async () => {
    load.now += 1;
    load.most = Math.max(load.most, load.now);
    await new Promise((done) => setTimeout(done, 1_000));
    load.now -= 1;
    return { status: 200 };
  };
  stage.script('stock', busy);
  const statuses = await Promise.all(
    Array.from({ length: REQUESTS }, async () => {
      const { status } = await stage.send('orders', 'stock', { method: 'POST', path: '/take' });
      return status;
    }),
  );
  rows.exactly(`of ${REQUESTS} requests at once, at the pods at a time`, limit, load.most);
  const served = count(statuses, 200);
  // what waits in line is counted apart, and the line is as long
  rows.between('… served at once or after a wait in line', [limit, 2 * limit], served);
  rows.exactly('… all others refused at once', count(statuses, 503), REQUESTS - served);
}

function count(statuses: readonly number[], wanted: number): number {
  return statuses.filter((status) => status === wanted).length;
}

/** What one client may have open. */
export const pool: Scenario = {
  name: 'pool',
  title: 'Limits of a client',
  declare,
  pods: [
    { of: 'stock', count: 2 },
    { of: 'orders', isProxied: true },
  ],
  run,
  mutation: {
    weakens: 'no limits, which is Istio’s default',
    apply: changing(
      'DestinationRule',
      (spec) => ({
        ...spec,
        trafficPolicy: { ...(spec.trafficPolicy as object), connectionPool: {} },
      }),
      'stock',
    ),
  },
};
