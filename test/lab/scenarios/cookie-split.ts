import { Duration, type Chart } from 'cdk8s';
import { MeshNamespace, Operation, Split } from '../../../constructs';
import { likelyCounts } from '../report/chance';
import type { Response } from '../world/client';
import { changing } from './mutations';
import type { Play, Scenario } from './scenario';
import { REVIEWS_CALLED, service } from './service';

const CLIENTS = 80;
const RETURNS = 4;
const COOKIE = 'reviews-version';

function declare(chart: Chart): void {
  new MeshNamespace(chart, 'namespace');
  const image = 'ghcr.io/acme/reviews:1';
  const reviews = service(chart, 'reviews', {
    versions: { v1: { image, weight: 60 }, v2: { image, weight: 40 } },
    split: Split.byCookie(COOKIE, Duration.hours(1)),
    operations: { list: Operation.safe('GET /reviews/{id}') },
  });
  service(chart, 'orders').calls(reviews.operations.list);
}

const LIST = { path: '/reviews/7' };
const CALL = { from: 'orders', to: 'reviews' };

async function run({ stage, predictions, rows }: Play): Promise<void> {
  const cookies: string[] = [];
  for (let client = 0; client < CLIENTS; client += 1) {
    cookies.push(cookieOf(await stage.send('orders', 'reviews', LIST)));
  }
  const { shares } = predictions.outcome(CALL, LIST);
  for (const { subset = '', percent } of shares) {
    const arrived = stage.arrivals('reviews', subset).length;
    rows.between(
      `of ${CLIENTS} clients without a cookie, to ${subset}`,
      likelyCounts(CLIENTS, percent / 100),
      arrived,
    );
    rows.exactly(
      '… that get no cookie of it',
      0,
      arrived - cookies.filter((cookie) => cookie === `${COOKIE}=${subset}`).length,
    );
  }
  let strayed = 0;
  for (const cookie of cookies) {
    const request = { ...LIST, headers: { cookie: `theme=dark; ${cookie}` } };
    for (let sent = 0; sent < RETURNS; sent += 1) await stage.send('orders', 'reviews', request);
    const { subset } = predictions.outcome(CALL, request);
    stage.arrivals('reviews', subset);
    strayed += stage.arrivals('reviews').length;
  }
  rows.exactly(`of ${CLIENTS * RETURNS} requests with the cookie, to another version`, 0, strayed);
}

/** The cookie that an answer sets, without its attributes. */
function cookieOf({ headers }: Response): string {
  return headers['set-cookie']?.[0]?.split(';')[0] ?? 'none';
}

/** Clients that stay with their version. */
export const cookieSplit: Scenario = {
  name: 'cookie-split',
  title: 'A client stays with its version',
  declare,
  pods: REVIEWS_CALLED,
  run,
  mutation: {
    weakens: 'no route looks at the cookie',
    apply: changing('VirtualService', (spec) => ({
      ...spec,
      http: (spec.http as { name: string }[]).filter(({ name }) => !name.includes('.returning-')),
    })),
  },
};
