import type { Chart } from 'cdk8s';
import { MeshNamespace, Operation, type VersionProps } from '../../../constructs';
import { Load } from '../world/load';
import { changingRoutes } from './mutations';
import type { Play, Scenario } from './scenario';
import { service } from './service';

const image = 'ghcr.io/acme/reviews:1';
const RETIRING = { image, retiring: true };

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
  const during = async (promise: string, happens: () => Promise<void>): Promise<void> => {
    const load = new Load(() => stage.send('orders', 'reviews', { path: '/reviews/7' }));
    await happens();
    const { requests, failed } = await load.stop();
    rows.exactly(`requests that fail while ${promise}`, 0, failed);
    rows.atLeast('… of so many', 30, requests);
  };
  // pods go with the workload that is no longer rendered, and drain as they do at any other time
  const end = async (...versions: readonly string[]): Promise<void> => {
    const pods = versions.flatMap((version) => stage.podsOf('reviews', version));
    await Promise.all(pods.map((pod) => stage.leave(pod)));
  };
  const v1 = { image, weight: 60 };
  const v3 = { image, weight: 40 };
  await during('v2 is retiring', () => become(declaring({ v1, v2: RETIRING, v3 })));
  await during('v2 is removed', async () => {
    await become(declaring({ v1, v3 }));
    await end('v2');
  });
  await during('v4 comes with weight 0', () =>
    become(declaring({ v1, v3, v4: { image, weight: 0 } })),
  );
  await during('v4 gets its share', async () => {
    await stage.add([{ of: 'reviews', version: 'v4' }]);
    await become(declaring({ v1, v3: { image, weight: 20 }, v4: { image, weight: 20 } }));
  });
  await during('all but v1 are retiring', () =>
    become(declaring({ v1: { image, weight: 100 }, v3: RETIRING, v4: RETIRING })),
  );
  await during('only v1 is left', async () => {
    await become(declaring({ v1: { image } }));
    await end('v3', 'v4');
  });
}

/** Versions come and go under load. */
export const removal: Scenario = {
  name: 'removal',
  title: 'A version is removed and another added under load',
  declare: declaring({
    v1: { image, weight: 30 },
    v2: { image, weight: 30 },
    v3: { image, weight: 40 },
  }),
  pods: [
    { of: 'reviews', version: 'v1' },
    { of: 'reviews', version: 'v2' },
    { of: 'reviews', version: 'v3' },
    { of: 'orders', isProxied: true },
  ],
  run,
  mutation: {
    weakens: 'half of the share of v1 goes to v2, whether it is there or not',
    apply: changingRoutes((route) => ({
      ...route,
      route: (route.route as Share[]).flatMap(withSecondVersion),
    })),
  },
};

interface Share {
  readonly weight?: number;
  readonly destination: { readonly subset?: string };
}

function withSecondVersion({ weight = 100, destination }: Share): readonly Share[] {
  if (destination.subset !== 'v1') return [{ weight, destination }];
  return [
    { weight: weight / 2, destination },
    { weight: weight / 2, destination: { ...destination, subset: 'v2' } },
  ];
}
