import { Duration, type Chart } from 'cdk8s';
import {
  Capacity,
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

const REQUESTS = 30;

function declare(chart: Chart): void {
  new MeshNamespace(chart, 'namespace');
  const stock = service(chart, 'stock', {
    scale: Scale.fixed(2),
    capacity: Capacity.perReplica(9),
    outlierDetection: OutlierDetection.off('what a caller refuses says nothing about a pod'),
    operations: { take: Operation.unsafe('POST /take') },
  });
  const policy = { timeout: Duration.seconds(10), retries: Retries.never() };
  service(chart, 'orders', { scale: Scale.fixed(2) }).calls(stock.operations.take, policy);
  service(chart, 'reports', { scale: Scale.fixed(1) }).calls(stock.operations.take, {
    ...policy,
    pool: Pool.perReplica(2),
  });
}

async function run(play: Play): Promise<void> {
  const { maxRequests } = play.predictions.destination('stock').policy.limits;
  await overload(play, { caller: 'orders', limit: maxRequests });
  const own = play.predictions.edgeRule('reports', 'stock');
  await overload(play, { caller: 'reports', limit: own.policy.limits.maxRequests });
}

async function overload(
  { stage, rows }: Play,
  { caller, limit }: { readonly caller: string; readonly limit: number },
): Promise<void> {
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
      const { status } = await stage.send(caller, 'stock', { method: 'POST', path: '/take' });
      return status;
    }),
  );
  rows.exactly(`of ${REQUESTS} requests of ${caller} at once, served at a time`, limit, load.most);
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
  title: 'A caller’s share of what a service can take, and a rule of its own',
  declare,
  pods: [
    { of: 'stock', count: 2 },
    { of: 'orders', isProxied: true },
    { of: 'reports', isProxied: true },
  ],
  run,
  mutation: {
    weakens: 'no limits, which is Istio’s default',
    apply: changing('DestinationRule', (spec) => ({
      ...spec,
      trafficPolicy: {
        ...(spec.trafficPolicy as object),
        connectionPool: { tcp: { connectTimeout: '1s' } },
      },
    })),
  },
};
