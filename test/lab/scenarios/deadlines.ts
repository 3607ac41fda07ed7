import { Duration, type Chart } from 'cdk8s';
import { MeshNamespace, Operation, Retries } from '../../../constructs';
import { always } from '../world/back-end';
import { changingRoutes } from './mutations';
import type { Play, Scenario } from './scenario';
import { service } from './service';

// what this machine may take for itself, while it does much else
const SLACK_MS = 400;

function declare(chart: Chart): void {
  new MeshNamespace(chart, 'namespace');
  const stock = service(chart, 'stock', {
    operations: {
      count: Operation.safe('GET /count'),
      list: Operation.safe('GET /list'),
      take: Operation.unsafe('POST /take'),
    },
  });
  const orders = service(chart, 'orders');
  orders.calls(stock.operations.count, {
    timeout: Duration.millis(1500),
    retries: Retries.upTo(2),
  });
  orders.calls(stock.operations.list, { timeout: Duration.seconds(5), retries: Retries.upTo(3) });
  orders.calls(stock.operations.take, { timeout: Duration.millis(700) });
}

async function run(play: Play): Promise<void> {
  await totalDeadline(play);
  await shareOfATry(play);
  await pauses(play);
  await unreachable(play);
}

async function totalDeadline({ stage, predictions, rows }: Play): Promise<void> {
  stage.script('stock', always(200, 4_000));
  const deadline = predictions.deadlineMs({ from: 'orders', to: 'stock', operation: 'take' });
  const { status, tookMs } = await stage.send('orders', 'stock', { method: 'POST', path: '/take' });
  rows.exactly('a call that is too slow ends with the status', 504, status);
  rows.between('… at its deadline', [deadline, deadline + SLACK_MS], {
    value: tookMs,
    unit: ' ms',
  });
  rows.exactly('… having arrived this often', 1, stage.arrivals('stock').length);
}

async function shareOfATry({ stage, predictions, rows }: Play): Promise<void> {
  const call = { from: 'orders', to: 'stock', operation: 'count' };
  const deadline = predictions.deadlineMs(call);
  const { tookMs } = await stage.send('orders', 'stock', { path: '/count' });
  rows.exactly(
    'a try that is too slow is cut off in time for all of the others',
    predictions.tries(call, 'cut off'),
    stage.arrivals('stock').length,
  );
  rows.between('… within the deadline of all', [0, deadline + SLACK_MS], {
    value: tookMs,
    unit: ' ms',
  });
}

async function pauses({ stage, predictions, rows }: Play): Promise<void> {
  const call = { from: 'orders', to: 'stock', operation: 'list' };
  stage.script('stock', always(503));
  await stage.send('orders', 'stock', { path: '/list' });
  const arrivals = stage.arrivals('stock');
  const [first, last] = [arrivals.at(0)?.at ?? 0, arrivals.at(-1)?.at ?? 0];
  rows.exactly('tries of a call that always fails', predictions.tries(call, 503), arrivals.length);
  rows.between(
    'the pauses between them together',
    [0, predictions.longestPausesMs(call) + SLACK_MS],
    { value: last - first, unit: ' ms' },
  );
}

async function unreachable({ stage, predictions, rows }: Play): Promise<void> {
  await stage.pod('stock').backEnd.close();
  const repeated = (): Promise<number> => stage.upstream('orders', 'stock', 'upstream_rq_retry');
  const before = await repeated();
  const { status } = await stage.send('orders', 'stock', { method: 'POST', path: '/take' });
  rows.exactly('an unsafe call that nobody takes ends with the status', 503, status);
  rows.exactly(
    '… after this many tries to connect',
    predictions.tries({ from: 'orders', to: 'stock', operation: 'take' }, 'connect-failure'),
    1 + (await repeated()) - before,
  );
}

/** How long a call may take, and what its tries get of it. */
export const deadlines: Scenario = {
  name: 'deadlines',
  title: 'Deadlines, tries and pauses',
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
