import { App, Chart } from 'cdk8s';
import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { MeshNamespace } from '../../../constructs';
import { systemOf, type Manifest } from '../../../constructs/testing';
import { STACKS } from '../../../stacks/stacks';
import type { KubernetesObject } from '../cluster/kubectl';
import { changing } from './mutations';
import type { Play, Scenario } from './scenario';
import { service } from './service';

// beside the compiled lab, as they are beside its source
const TESTS = resolve(__dirname, '..', '..');

/** Types of an operator that the lab does not install. */
const NOT_INSTALLED = 'monitoring.coreos.com/';

async function run(play: Play): Promise<void> {
  const { rows, stage } = play;
  for (const [name, build] of Object.entries(STACKS)) {
    rows.exactly(`what is refused of ${name}`, 'nothing', await refused(play, rendered(build)));
  }
  const goldens = (await programs<App>('golden/programs')).map(rendered);
  rows.exactly(
    'what is refused of all small systems of the tests',
    'nothing',
    await refusedOfAll(play, goldens),
  );
  const reported = (await programs<Chart>('invalid/reported')).map(inShop);
  rows.exactly(
    'what is refused of all systems with warnings',
    'nothing',
    await refusedOfAll(
      play,
      reported.map((app) => systemOf(app).manifests()),
    ),
  );
  const invalid = (await programs<Chart>('invalid')).map(inShop);
  rows.exactly(
    'mistakes that we do not refuse before anybody is asked',
    0,
    invalid.filter((app) => systemOf(app).findings('error').length === 0).length,
  );
  rows.exactly(
    'what is refused of the system under test',
    'nothing',
    await refused(play, stage.manifests),
  );
  rows.exactly(
    'a retry that Istio refuses is refused here as well',
    'refused',
    (await refused(play, BROKEN)) === 'nothing' ? 'accepted' : 'refused',
  );
}

type Build<S> = (scope: S) => void;

/** What every program of a folder of the tests declares. */
async function programs<S>(folder: string): Promise<readonly Build<S>[]> {
  const path = join(TESTS, folder);
  const files = readdirSync(path).filter((file) => file.endsWith('.js'));
  const modules = files
    .sort()
    .map(async (file) => (await import(join(path, file))) as { build: Build<S> });
  return (await Promise.all(modules)).map(({ build }) => build);
}

function rendered(build: Build<App>): readonly Manifest[] {
  const app = new App();
  build(app);
  return systemOf(app).manifests();
}

function inShop(build: Build<Chart>): App {
  const app = new App();
  build(new Chart(app, 'shop', { namespace: 'shop' }));
  return app;
}

async function refusedOfAll(
  play: Play,
  systems: readonly (readonly Manifest[])[],
): Promise<string> {
  const answers: string[] = [];
  for (const manifests of systems) answers.push(await refused(play, manifests));
  return answers.filter((answer) => answer !== 'nothing').join('; ') || 'nothing';
}

/** What the API server and istiod say against objects, without keeping one. */
async function refused({ theatre }: Play, manifests: readonly Manifest[]): Promise<string> {
  const { kubectl } = theatre.mesh.server;
  const installed = manifests.filter(({ apiVersion }) => !apiVersion.startsWith(NOT_INSTALLED));
  await kubectl.apply(namespacesOf(installed));
  const { ok, error } = await kubectl.dryRun(installed);
  return ok ? 'nothing' : error;
}

function namespacesOf(manifests: readonly Manifest[]): readonly KubernetesObject[] {
  const names = new Set(manifests.flatMap(({ metadata }) => metadata.namespace ?? []));
  return [...names].map((name) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } }));
}

const BROKEN: readonly Manifest[] = [
  {
    apiVersion: 'networking.istio.io/v1',
    kind: 'VirtualService',
    metadata: { name: 'broken', namespace: 'admission' },
    spec: {
      hosts: ['broken'],
      http: [
        {
          route: [{ destination: { host: 'broken' } }],
          retries: { attempts: 0, perTryTimeout: '1s' },
        },
      ],
    },
  },
];

/** What the API server, Istio's types and Istio's own webhook say about what we render. */
export const admission: Scenario = {
  name: 'admission',
  title: 'Admission by Kubernetes and by Istio',
  declare: (chart) => {
    new MeshNamespace(chart, 'namespace');
    service(chart, 'orders').calls(service(chart, 'payments'));
  },
  pods: 'not applied',
  run,
  mutation: {
    weakens: 'a Service has two ports of one name',
    apply: changing('Service', ({ ports, ...spec }) => ({
      ...spec,
      ports: [...(ports as object[]), { ...(ports as object[])[0], port: 8081 }],
    })),
  },
};
