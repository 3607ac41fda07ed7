import type { Chart } from 'cdk8s';
import type { Manifest } from '../../../constructs/testing';
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
    const { requests, failures } = await load.stop();
    rows.none(`requests that fail while ${promise}`, failures);
    rows.atLeast('… of so many', 30, requests);
  };
  // pods go with the workload that is no longer rendered, and drain as they do at any other time
  const end = async (version: string): Promise<void> => {
    await Promise.all(stage.podsOf('reviews', version).map((pod) => stage.leave(pod)));
  };
  const share = (weight: number): VersionProps => ({ image, weight });
  await during('v2 and v3 come with weight 0', async () => {
    await become(declaring({ v1: share(100), v2: share(0), v3: share(0) }));
    await stage.add([
      { of: 'reviews', version: 'v2' },
      { of: 'reviews', version: 'v3' },
    ]);
  });
  await during('they get their shares', () =>
    become(declaring({ v1: share(30), v2: share(30), v3: share(40) })),
  );
  await during('v2 is retiring', () =>
    become(declaring({ v1: share(60), v2: RETIRING, v3: share(40) })),
  );
  await during('v2 is removed', async () => {
    await become(declaring({ v1: share(60), v3: share(40) }));
    await end('v2');
  });
  await during('all but v1 are retiring', () =>
    become(declaring({ v1: share(100), v3: RETIRING })),
  );
  await during('only v1 is left', async () => {
    await become(declaring({ v1: { image } }));
    await end('v3');
  });
}

/** Versions come and go under load. */
export const removal: Scenario = {
  name: 'removal',
  title: 'Versions are added and removed under load',
  declare: declaring({ v1: { image } }),
  pods: [{ of: 'reviews' }, { of: 'orders', isProxied: true }],
  run,
  mutation: {
    weakens: 'an only version has no subset, and its routes name none',
    apply: (manifests) => {
      const subsets = manifests.filter(hasSubsets);
      if (subsets.length !== 1) return manifests;
      return withoutSubset(manifests.filter((each) => !hasSubsets(each)));
    },
  },
};

function hasSubsets({ kind, spec }: Manifest): boolean {
  return kind === 'DestinationRule' && spec?.subsets !== undefined;
}

const withoutSubset = changingRoutes((route) => ({
  ...route,
  route: (route.route as Share[]).map(
    ({ destination: { subset: _, ...destination }, ...share }) => ({
      ...share,
      destination,
    }),
  ),
}));

interface Share {
  readonly destination: { readonly subset?: string };
}
