import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as kubernetes from '@pulumi/kubernetes';
import type { PulumiFn } from '@pulumi/pulumi/automation';
import { App, Chart } from 'cdk8s';
import { MeshNamespace, ResilientService } from '../../../../constructs';
import { ChartDeployment } from '../../../../lib/pulumi';
import type { Kubectl } from '../../cluster/kubectl';
import { row, seen, type Row, type Scenario } from '../scenario';
import { destroyed, madeByProvider, touches } from './shop';

const CLUSTERS = ['eu', 'us'] as const;
type ClusterName = (typeof CLUSTERS)[number];

/** One program, two API servers. */
export const SEVERAL_CLUSTERS: Scenario = {
  name: 'clusters',
  play: async function* ({ engine, kubectl, another, folder }) {
    const second = await another();
    const kubectls = { eu: kubectl, us: second.kubectl };
    try {
      const KUBECONFIG = join(folder, 'clusters.json');
      writeFileSync(KUBECONFIG, JSON.stringify(contextsOf(kubectls)));
      const stack = await engine.stack('clusters', { env: { KUBECONFIG } });
      const first = await stack.up(program({ eu: '1.0.0' }));
      const count = first.steps.length;
      yield row('up to one cluster', first, [`${count} created`, first.ok && count > 0]);
      yield await holds(kubectls, { eu: [count, '1.0.0'], us: [0, undefined] });
      const both = await stack.up(program({ eu: '1.0.0', us: '2.0.0' }));
      const added = both.steps.filter((step) => /^create \S+ us:/.test(step)).length;
      yield row('a cluster more: everything is made there, and nothing here', both, [
        `${added} created in us of ${both.steps.length} steps`,
        both.ok && added === count && both.steps.length === count,
      ]);
      yield await holds(kubectls, { eu: [count, '1.0.0'], us: [count, '2.0.0'] });
      yield await touches(
        stack,
        ['up again changes nothing', program({ eu: '1.0.0', us: '2.0.0' })],
        [],
      );
      yield await touches(
        stack,
        ['another image in one cluster', program({ eu: '1.0.0', us: '3.0.0' })],
        ['update Deployment us:shop/orders-v1'],
      );
      yield await holds(kubectls, { eu: [count, '1.0.0'], us: [count, '3.0.0'] });
      const less = await stack.up(program({ eu: '1.0.0' }));
      const gone = less.steps.filter((step) => /^delete \S+ us:/.test(step)).length;
      yield row('a cluster less: everything goes there, and nothing here', less, [
        `${gone} deleted in us of ${less.steps.length} steps`,
        less.ok && gone === count && less.steps.length === count,
      ]);
      yield await holds(kubectls, { eu: [count, '1.0.0'], us: [0, undefined] });
      yield await destroyed({ kubectl }, stack, count);
    } finally {
      await second.stop();
    }
  },
};

/** The same chart with an image of its own in each cluster; the first is where KUBECONFIG leads to by itself. */
function program(images: Readonly<Partial<Record<ClusterName, string>>>): PulumiFn {
  return () => {
    if (images.eu !== undefined) {
      new ChartDeployment('shop-eu', { chart: shopWith(images.eu) });
    }
    if (images.us !== undefined) {
      const provider = new kubernetes.Provider('us', { context: 'us' });
      const chart = shopWith(images.us);
      new ChartDeployment('shop-us', { chart, cluster: 'us' }, { provider });
    }
    return Promise.resolve();
  };
}

function shopWith(version: string): Chart {
  const shop = new Chart(new App(), 'shop', { namespace: 'shop' });
  new MeshNamespace(shop, 'namespace');
  new ResilientService(shop, 'orders', { image: `ghcr.io/acme/orders:${version}`, port: 8080 });
  return shop;
}

type Expected = readonly [objects: number, version: string | undefined];

/** A row about what each API server says that it has. */
async function holds(
  kubectls: Readonly<Record<ClusterName, Kubectl>>,
  expected: Readonly<Record<ClusterName, Expected>>,
): Promise<Row> {
  const found: string[] = [];
  const wanted: string[] = [];
  for (const name of CLUSTERS) {
    const image = await imageIn(kubectls[name]);
    const { length } = await madeByProvider(kubectls[name]);
    found.push(`${name} ${length} objects, image ${image}`);
    const [objects, version] = expected[name];
    wanted.push(`${name} ${objects} objects, image ${version}`);
  }
  return seen('each API server has what is declared for it', [
    found.join('; '),
    found.join() === wanted.join(),
  ]);
}

async function imageIn(kubectl: Kubectl): Promise<string | undefined> {
  const path = 'jsonpath={.spec.template.spec.containers[0].image}';
  const { ok, out } = await kubectl.try([
    ...['get', 'deployment', 'orders-v1', '-n', 'shop', '-o', path],
  ]);
  return ok ? out.split(':').at(-1) : undefined;
}

interface Kubeconfig {
  readonly clusters: readonly [{ readonly cluster: object }];
  readonly users: readonly [{ readonly user: object }];
}

/** A kubeconfig with a context for each cluster, of which the first is the current one. */
function contextsOf(kubectls: Readonly<Record<ClusterName, Kubectl>>): object {
  const parts = CLUSTERS.map((name) => {
    const text = readFileSync(kubectls[name].kubeconfig, 'utf8');
    const { clusters, users } = JSON.parse(text) as Kubeconfig;
    return {
      cluster: { name, cluster: clusters[0].cluster },
      user: { name, user: users[0].user },
      context: { name, context: { cluster: name, user: name } },
    };
  });
  return {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: parts.map(({ cluster }) => cluster),
    users: parts.map(({ user }) => user),
    contexts: parts.map(({ context }) => context),
    'current-context': CLUSTERS[0],
  };
}
