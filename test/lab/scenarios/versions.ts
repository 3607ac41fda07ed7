import type { Chart } from 'cdk8s';
import { Match, MeshNamespace, Operation } from '../../../constructs';
import { likelyCounts } from '../report/chance';
import { changingRoutes } from './mutations';
import type { Play, Scenario } from './scenario';
import { service } from './service';

const REQUESTS = 400;

function declare(chart: Chart): void {
  new MeshNamespace(chart, 'namespace');
  const image = 'ghcr.io/acme/reviews:1';
  const reviews = service(chart, 'reviews', {
    versions: {
      v1: { image, weight: 80 },
      v2: { image, weight: 20 },
      v3: { image, when: Match.header('end-user').exactly('jason') },
    },
    operations: { list: Operation.safe('GET /reviews/{id}') },
  });
  service(chart, 'orders').calls(reviews.operations.list);
}

const CALL = { from: 'orders', to: 'reviews' };
const PLAIN = { path: '/reviews/7' };
const JASON = { ...PLAIN, headers: { 'end-user': 'jason' } };
const VERSIONS = ['v1', 'v2', 'v3'];

async function run({ stage, predictions, rows }: Play): Promise<void> {
  for (let sent = 0; sent < REQUESTS; sent += 1) await stage.send('orders', 'reviews', PLAIN);
  const { shares } = predictions.outcome(CALL, PLAIN);
  for (const version of VERSIONS) {
    const share = shares.find(({ subset }) => subset === version)?.percent ?? 0;
    rows.between(
      `of ${REQUESTS} requests without a preference, to ${version}`,
      likelyCounts(REQUESTS, share / 100),
      stage.arrivals('reviews', version).length,
    );
  }
  const { subset } = predictions.outcome(CALL, JASON);
  for (let sent = 0; sent < 20; sent += 1) await stage.send('orders', 'reviews', JASON);
  rows.exactly(
    'of 20 requests with the header that v3 wants, to v1, v2 and v3',
    VERSIONS.map((version) => (version === subset ? 20 : 0)),
    VERSIONS.map((version) => stage.arrivals('reviews', version).length),
  );
}

/** Which version gets a request. */
export const versions: Scenario = {
  name: 'versions',
  title: 'Versions by weight and by header',
  declare,
  pods: [
    { of: 'reviews', version: 'v1' },
    { of: 'reviews', version: 'v2' },
    { of: 'reviews', version: 'v3' },
    { of: 'orders', isProxied: true },
  ],
  run,
  mutation: {
    weakens: 'routes name no version',
    apply: changingRoutes((route) => ({
      ...route,
      route: [(route.route as object[])[0]].map((first) => {
        const { destination } = first as { destination: Record<string, unknown> };
        return { destination: { ...destination, subset: undefined } };
      }),
    })),
  },
};
