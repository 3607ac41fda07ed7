import type { Chart } from 'cdk8s';
import { MeshNamespace, Operation, type VersionProps } from '../../../constructs';
import { Load } from '../world/load';
import { changingRoutes } from './mutations';
import type { Play, Scenario } from './scenario';
import { service } from './service';

const image = 'ghcr.io/acme/reviews:1';

function declaring(versions: Readonly<Record<string, VersionProps>>) {
  return (chart: Chart): void => {
    new MeshNamespace(chart, 'namespace');
    const reviews = service(chart, 'reviews', {
      versions,
      operations: { list: Operation.safe('GET /reviews/{id}') },
    });
    service(chart, 'orders').calls(reviews.operations.list);
  };
}

async function run({ stage, rows, become }: Play): Promise<void> {
  const load = new Load(() => stage.send('orders', 'reviews', { path: '/reviews/7' }));
  await become(declaring({ v1: { image, weight: 100 }, v2: { image, weight: 0 } }));
  stage.arrivals('reviews', 'v2');
  for (const { backEnd } of stage.podsOf('reviews', 'v2')) await backEnd.close();
  await become(declaring({ v1: { image } }));
  await become(declaring({ v1: { image, weight: 60 }, v3: { image, weight: 40 } }));
  const { requests, failed } = await load.stop();
  rows.exactly('requests that fail while v2 is removed and v3 comes', 0, failed);
  rows.between('… of so many', [100, Number.POSITIVE_INFINITY], requests);
}

/** Versions come and go under load. */
export const removal: Scenario = {
  name: 'removal',
  title: 'A version is removed and another added under load',
  declare: declaring({ v1: { image, weight: 50 }, v2: { image, weight: 50 } }),
  pods: [
    { of: 'reviews', version: 'v1' },
    { of: 'reviews', version: 'v2' },
    { of: 'orders', isProxied: true },
  ],
  run,
  mutation: {
    weakens: 'the routes stay with v2 when its weight is 0',
    apply: changingRoutes((route) => ({
      ...route,
      route: (route.route as { weight?: number }[]).flatMap(twoVersions),
    })),
  },
};

function twoVersions(only: { weight?: number; destination?: { subset?: string } }): object[] {
  if (only.destination?.subset !== 'v1' || only.weight !== undefined) return [only];
  return [
    { ...only, weight: 50 },
    { destination: { ...only.destination, subset: 'v2' }, weight: 50 },
  ];
}
