import type { Chart } from 'cdk8s';
import { setTimeout as sleep } from 'node:timers/promises';
import { MeshNamespace, Mirror, Operation, Retries } from '../../../constructs';
import type { RoutePlan } from '../../../lib/traffic/plan-routes';
import { until } from '../machine/until';
import type { Request } from '../world/stage';
import { changingRoutes } from './mutations';
import type { Play, Scenario } from './scenario';
import { PATIENT, REVIEWS_CALLED, service } from './service';

const REQUESTS = 20;
const LATEST_MS = 60_000;
const STRAY_MS = 500;
const image = 'ghcr.io/acme/reviews:1';

function declare(chart: Chart): void {
  new MeshNamespace(chart, 'namespace');
  const reviews = service(chart, 'reviews', {
    versions: { v1: { image, weight: 100 }, v2: { image, weight: 0 } },
    mirror: Mirror.repeatable('v2'),
    operations: {
      list: Operation.safe('GET /reviews/{id}'),
      add: Operation.unsafe('POST /reviews'),
    },
  });
  const orders = service(chart, 'orders');
  const policy = { timeout: PATIENT, retries: Retries.never() };
  orders.calls(reviews.operations.list, policy);
  orders.calls(reviews.operations.add, policy);
}

const CALL = { from: 'orders', to: 'reviews' };
const LIST: Request = { path: '/reviews/7' };
const ADD: Request = { method: 'POST', path: '/reviews' };

async function run({ stage, predictions, rows }: Play): Promise<void> {
  let release = (): void => undefined;
  const released = new Promise<void>((resolve) => (release = resolve));
  const { backEnd: copied } = stage.pod('reviews', 'v2');
  // a copy is answered when every caller has its own answer, and badly
  copied.behaviour = () => released.then(() => ({ status: 503 }));
  let answered = 0;
  for (const request of [ADD, LIST]) {
    for (let sent = 0; sent < REQUESTS; sent += 1) {
      const { status } = await stage.send('orders', 'reviews', request);
      if (status === 200) answered += 1;
    }
  }
  const copies = ({ mirror }: RoutePlan): number => (REQUESTS * (mirror?.percent ?? 0)) / 100;
  const [once, often] = [ADD, LIST].map((request) => copies(predictions.route(CALL, request)));
  rows.exactly('callers that are answered while no copy is', 2 * REQUESTS, answered);
  await until('the copies', () => copied.arrivals.length >= (often ?? 0) || undefined, {
    forMs: LATEST_MS,
  }).catch(() => undefined);
  // a copy too many would come now
  await sleep(STRAY_MS);
  const arrived = stage.arrivals('reviews', 'v2');
  release();
  const of = (wanted: string): number => arrived.filter(({ method }) => method === wanted).length;
  rows.exactly(`copies of ${REQUESTS} requests that may be repeated`, often ?? 0, of('GET'));
  rows.exactly(`… of ${REQUESTS} that may not`, once ?? 0, of('POST'));
}

/** Copies of requests. */
export const mirror: Scenario = {
  name: 'mirror',
  title: 'Copies of requests, for which no caller waits',
  declare,
  pods: REVIEWS_CALLED,
  run,
  mutation: {
    weakens: 'nothing is copied',
    apply: changingRoutes(({ mirrors: _, ...route }) => route),
  },
};
