import { Duration, type Chart } from 'cdk8s';
import {
  Capacity,
  LoadBalancing,
  MeshNamespace,
  Operation,
  OutlierDetection,
  Retries,
  Scale,
} from '../../../constructs';
import { changing } from './mutations';
import { overload, OVERLOAD_TIMEOUT_MS } from './overload';
import type { Play, Scenario } from './scenario';
import { service } from './service';

const PODS = 3;
const USER = 'x-user';
// of one user, so that one pod gets them all
const TAKE = { method: 'POST', path: '/take', headers: { [USER]: 'user-7' } };

function declare(chart: Chart): void {
  new MeshNamespace(chart, 'namespace');
  const stock = service(chart, 'stock', {
    scale: Scale.fixed(PODS),
    capacity: Capacity.perReplica(5),
    loadBalancing: LoadBalancing.byHeader(USER),
    outlierDetection: OutlierDetection.off('what a pod refuses is under test'),
    operations: { take: Operation.unsafe('POST /take') },
  });
  service(chart, 'orders', { scale: Scale.fixed(1) }).calls(stock.operations.take, {
    timeout: Duration.millis(OVERLOAD_TIMEOUT_MS),
    retries: Retries.never(),
  });
}

async function run(play: Play): Promise<void> {
  const limit = play.predictions.service('stock').inbound?.limits.maxRequests ?? 0;
  await overload(play, { from: 'orders', to: 'stock', request: TAKE, limit });
}

/** What one pod takes, whoever sends it. */
export const inboundPool: Scenario = {
  name: 'inbound-pool',
  title: 'What one pod takes, although its caller may send more',
  declare,
  pods: [
    { of: 'stock', count: PODS, isProxied: true },
    { of: 'orders', isProxied: true },
  ],
  run,
  mutation: {
    weakens: 'the Sidecar of stock says nothing about connections to it',
    apply: changing('Sidecar', (spec) => ({ ...spec, inboundConnectionPool: undefined }), 'stock'),
  },
};
