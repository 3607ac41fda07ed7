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
import { changing } from './mutations';
import { overload, OVERLOAD_TIMEOUT_MS } from './overload';
import type { Play, Scenario } from './scenario';
import { service } from './service';

function declare(chart: Chart): void {
  new MeshNamespace(chart, 'namespace');
  const stock = service(chart, 'stock', {
    scale: Scale.fixed(2),
    capacity: Capacity.perReplica(9),
    outlierDetection: OutlierDetection.off('what a caller refuses says nothing about a pod'),
    operations: { take: Operation.unsafe('POST /take') },
  });
  const policy = { timeout: Duration.millis(OVERLOAD_TIMEOUT_MS), retries: Retries.never() };
  service(chart, 'orders', { scale: Scale.fixed(2) }).calls(stock.operations.take, policy);
  service(chart, 'reports', { scale: Scale.fixed(1) }).calls(stock.operations.take, {
    ...policy,
    pool: Pool.perReplica(2),
  });
}

const TAKE = { method: 'POST', path: '/take' };

async function run(play: Play): Promise<void> {
  for (const from of ['orders', 'reports']) {
    const call = { from, to: 'stock' };
    const limit = play.predictions.clientLimit({ ...call, operation: 'take' });
    await overload(play, { ...call, request: TAKE, limit });
  }
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
