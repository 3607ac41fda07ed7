import { Duration, type Chart } from 'cdk8s';
import { MeshNamespace, Operation, Retries, RetryBudget } from '../../../constructs';
import { failing } from '../../../constructs/testing';
import { always, type Arrival } from '../world/back-end';
import { changingRoutes } from './mutations';
import type { Play, Scenario } from './scenario';
import { service } from './service';

const REQUESTS = 40;
const ID = 'lab-request';
// five deviations of a sum that is nearly normal: less than one run in a million
const DEVIATIONS = 5;

function declare(chart: Chart): void {
  new MeshNamespace(chart, 'namespace');
  const stock = service(chart, 'stock', {
    retryBudget: RetryBudget.unlimited('every request of the scenario fails, all at the same time'),
    operations: { list: Operation.safe('GET /list') },
  });
  service(chart, 'orders').calls(stock.operations.list, {
    timeout: Duration.seconds(20),
    retries: Retries.upTo(3, { backoff: Duration.millis(400) }),
  });
}

const CALL = { from: 'orders', to: 'stock', operation: 'list' };

async function run({ stage, predictions, rows }: Play): Promise<void> {
  stage.script('stock', always(503));
  const { tries } = predictions.outcome(
    CALL,
    { path: '/list' },
    failing(predictions.id('stock'), 503),
  );
  await Promise.all(
    Array.from({ length: REQUESTS }, (_, sent) =>
      stage.send('orders', 'stock', { path: '/list', headers: { [ID]: `${sent}` } }),
    ),
  );
  const requests = [...groupsOf(stage.arrivals('stock')).values()];
  rows.exactly(
    `tries of ${REQUESTS} requests that always fail`,
    REQUESTS * tries.length,
    requests.flat().length,
  );
  const pauses = requests.map((each) => (each.at(-1)?.at ?? 0) - (each[0]?.at ?? 0));
  rows.atLeast(
    'pauses between all of them, together',
    leastLikely(predictions.longestPausesMs(CALL)),
    { value: pauses.reduce((sum, pause) => sum + pause, 0), unit: ' ms' },
  );
}

function groupsOf(arrivals: readonly Arrival[]): ReadonlyMap<string, readonly Arrival[]> {
  const groups = new Map<string, Arrival[]>();
  for (const arrival of arrivals) {
    const id = String(arrival.headers[ID]);
    groups.set(id, [...(groups.get(id) ?? []), arrival]);
  }
  return groups;
}

/** What all pauses together take at least, each drawn evenly from nothing to its longest. */
function leastLikely(longest: readonly number[]): number {
  const mean = longest.reduce((sum, each) => sum + each / 2, 0);
  const variance = longest.reduce((sum, each) => sum + each ** 2 / 12, 0);
  return Math.floor(REQUESTS * mean - DEVIATIONS * Math.sqrt(REQUESTS * variance));
}

/** How long a failing call waits between its tries. */
export const backOff: Scenario = {
  name: 'back-off',
  title: 'Pauses between tries',
  declare,
  // one pod: what is ejected has nobody to take its place
  pods: [{ of: 'stock' }, { of: 'orders', isProxied: true }],
  run,
  mutation: {
    weakens: 'pauses are Istio’s default, 25 ms at first',
    apply: changingRoutes((route) => ({
      ...route,
      retries: { ...(route.retries as object), backoff: undefined },
    })),
  },
};
