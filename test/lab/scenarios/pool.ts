import { Duration, type Chart } from 'cdk8s';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  Capacity,
  MeshNamespace,
  Operation,
  OutlierDetection,
  Pool,
  Retries,
  Scale,
} from '../../../constructs';
import { until } from '../machine/until';
import type { Behaviour } from '../world/back-end';
import { changing } from './mutations';
import type { Play, Scenario } from './scenario';
import { service } from './service';

const REQUESTS = 30;
const TIMEOUT_MS = 40_000;
const LINGER_MS = 300;

function declare(chart: Chart): void {
  new MeshNamespace(chart, 'namespace');
  const stock = service(chart, 'stock', {
    scale: Scale.fixed(2),
    capacity: Capacity.perReplica(9),
    outlierDetection: OutlierDetection.off('what a caller refuses says nothing about a pod'),
    operations: { take: Operation.unsafe('POST /take') },
  });
  const policy = { timeout: Duration.millis(TIMEOUT_MS), retries: Retries.never() };
  service(chart, 'orders', { scale: Scale.fixed(2) }).calls(stock.operations.take, policy);
  service(chart, 'reports', { scale: Scale.fixed(1) }).calls(stock.operations.take, {
    ...policy,
    pool: Pool.perReplica(2),
  });
}

const TAKE = { method: 'POST', path: '/take' };

async function run(play: Play): Promise<void> {
  for (const from of ['orders', 'reports']) await overload(play, from);
}

/** Holds every request until all that must be refused have been: what is in line is as many as what is served. */
async function overload({ stage, predictions, rows }: Play, from: string): Promise<void> {
  const limit = predictions.clientLimit({ from, to: 'stock', operation: 'take' });
  const load = { now: 0, most: 0, refused: 0 };
  const isFull = (): boolean => load.now >= limit && load.refused >= REQUESTS - 2 * limit;
  const full = until('as many as may be served and refused', () => isFull() || undefined, {
    forMs: TIMEOUT_MS,
  })
    // whatever would be one too many has its chance
    .then(() => sleep(LINGER_MS))
    .catch(() => undefined);
  const busy: Behaviour = async () => {
    load.now += 1;
    load.most = Math.max(load.most, load.now);
    await full;
    load.now -= 1;
    return { status: 200 };
  };
  stage.script('stock', busy);
  const answers = await Promise.all(
    Array.from({ length: REQUESTS }, async () => {
      const { status, body } = await stage.send(from, 'stock', TAKE);
      if (status === REFUSED) load.refused += 1;
      return status === REFUSED ? body : String(status);
    }),
  );
  rows.exactly(`of ${REQUESTS} requests of ${from} at once, served at a time`, limit, load.most);
  const others = answers.filter((answer) => answer !== '200');
  rows.between(
    '… served at once or after a wait in line',
    [limit, 2 * limit],
    REQUESTS - others.length,
  );
  rows.exactly('… all others are refused at once, with', OVERFLOW, [...new Set(others)].join(', '));
}

const REFUSED = 503;
// what Envoy answers for a request beyond its limits, and for none that failed in another way
const OVERFLOW =
  'upstream connect error or disconnect/reset before headers. reset reason: overflow';

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
