import { Duration, type Chart } from 'cdk8s';
import { MeshNamespace, Operation, Retries, Scale } from '../../../constructs';
import { oneHostDown, slow } from '../../../constructs/testing';
import { always } from '../world/back-end';
import { changingRoutes } from './mutations';
import type { Play, Scenario } from './scenario';
import { service } from './service';

// far beyond every deadline: an answer in time can only be the proxy's own
const TOO_SLOW_MS = 10_000;

// Envoy sets its timers by the time at which it last looked at the clock
const TICK_MS = 20;

function declare(chart: Chart): void {
  new MeshNamespace(chart, 'namespace');
  const stock = service(chart, 'stock', {
    scale: Scale.fixed(1),
    operations: {
      count: Operation.safe('GET /count'),
      search: Operation.safe('GET /search'),
      take: Operation.unsafe('POST /take'),
    },
  });
  const orders = service(chart, 'orders');
  const { count, search, take } = stock.operations;
  orders.calls(count, { timeout: Duration.seconds(4), retries: Retries.upTo(2) });
  orders.calls(search, {
    timeout: Duration.seconds(4),
    retries: Retries.upTo(5, { perTryTimeout: Duration.millis(1400) }),
  });
  orders.calls(take, { timeout: Duration.millis(700) });
}

const ENDS = { from: 'orders', to: 'stock' };
const COUNT = { path: '/count' };
const SEARCH = { path: '/search' };
const TAKE = { method: 'POST', path: '/take' };

async function run(play: Play): Promise<void> {
  play.stage.script('stock', always(200, TOO_SLOW_MS));
  await totalDeadline(play);
  await shareOfATry(play);
  await triesWithoutTime(play);
  await unreachable(play);
}

async function totalDeadline({ stage, predictions, rows }: Play): Promise<void> {
  const late = slow(predictions.id('stock'), Duration.millis(TOO_SLOW_MS));
  const { status, ms, tries } = predictions.outcome(ENDS, TAKE, late);
  const ended = await endedByProxy({ stage });
  const response = await stage.send('orders', 'stock', TAKE);
  rows.exactly('a call that is too slow ends with the status', status, response.status);
  rows.atLeast('… not before its deadline', ms - TICK_MS, { value: response.tookMs, unit: ' ms' });
  rows.exactly(
    '… of requests that the proxy ends there',
    1,
    (await endedByProxy({ stage })) - ended,
  );
  rows.exactly('… having arrived this often', tries.length, stage.arrivals('stock').length);
}

/** Requests that the proxy of orders ended at their deadline so far. */
function endedByProxy({ stage }: Pick<Play, 'stage'>): Promise<number> {
  return stage.upstream('orders', 'stock', 'upstream_rq_timeout');
}

async function shareOfATry({ stage, predictions, rows }: Play): Promise<void> {
  const late = slow(predictions.id('stock'), Duration.millis(TOO_SLOW_MS));
  const { status, tries } = predictions.outcome(ENDS, COUNT, late);
  const response = await stage.send('orders', 'stock', COUNT);
  rows.exactly(
    'a try that is too slow is cut off in time for all of the others',
    tries.length,
    stage.arrivals('stock').length,
  );
  rows.exactly('… which ends with the status', status, response.status);
}

/** More tries are allowed than begin before the deadline: the simulation takes the longest pauses, the bound none. */
async function triesWithoutTime({ stage, predictions, rows }: Play): Promise<void> {
  const late = slow(predictions.id('stock'), Duration.millis(TOO_SLOW_MS));
  const { status, tries } = predictions.outcome(ENDS, SEARCH, late);
  const { slowTries } = predictions.time({ ...ENDS, operation: 'search' });
  const response = await stage.send('orders', 'stock', SEARCH);
  rows.between(
    'slow tries of six that begin before the deadline',
    [tries.length, slowTries],
    stage.arrivals('stock').length,
  );
  rows.exactly('… which end with the status', status, response.status);
}

async function unreachable({ stage, predictions, rows }: Play): Promise<void> {
  await stage.pod('stock').backEnd.close();
  const repeated = (): Promise<number> => stage.upstream('orders', 'stock', 'upstream_rq_retry');
  const before = await repeated();
  const response = await stage.send('orders', 'stock', TAKE);
  const { status, tries } = predictions.outcome(ENDS, TAKE, oneHostDown(predictions.id('stock')));
  rows.exactly('an unsafe call that nobody takes ends with the status', status, response.status);
  rows.exactly('… after this many tries to connect', tries.length, 1 + (await repeated()) - before);
}

/** How long a call may take, and what its tries get of it. */
export const deadlines: Scenario = {
  name: 'deadlines',
  title: 'Deadlines, and what tries get of them',
  declare,
  pods: [{ of: 'stock' }, { of: 'orders', isProxied: true }],
  run,
  mutation: {
    weakens: 'no route has a deadline or a share of it for a try',
    apply: changingRoutes(({ retries, ...route }) => ({
      ...route,
      timeout: undefined,
      retries: { ...(retries as object), perTryTimeout: undefined },
    })),
  },
};
