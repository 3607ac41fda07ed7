import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ApiObject } from 'cdk8s';
import { row, type Scenario, type Theatre } from '../scenario';
import { UNREADY } from '../stages';
import { shop } from './shop';

const PATIENCE = { LAB_AWAIT_SECONDS: '5' };

/** What only the cluster can say: the construct is named, and running again goes on from there. */
export const FAILURES: Scenario = {
  name: 'failures',
  play: async function* (theatre) {
    yield* takenNames(theatre);
    yield* unreadyPods(theatre);
    yield* wrongClusters(theatre);
  },
};

async function* takenNames({ engine, kubectl }: Theatre) {
  const stack = await engine.stack('taken');
  await kubectl.run(['create', 'namespace', 'shop']);
  const existing = await stack.up(shop());
  const named = /\[shop\/namespace\/Resource\] create of shop failed/.test(existing.text);
  yield row('a namespace that exists is not taken over, and named', existing, [
    `${named}, ${existing.ok ? 'up' : 'stopped'}`,
    !existing.ok && named && /already exists/.test(existing.text),
  ]);
  const foreign = shop(() => ({ ownsNamespace: false }));
  await kubectl.run(['create', 'serviceaccount', 'payments', '-n', 'shop']);
  const taken = await stack.up(foreign);
  const told = /\[shop\/payments\/ServiceAccount\] create of shop\/payments failed/.test(
    taken.text,
  );
  yield row('an object of somebody else is left alone, and named', taken, [
    `${told}, ${taken.ok ? 'up' : 'stopped'}`,
    !taken.ok && told,
  ]);
  await kubectl.run(['delete', 'serviceaccount', 'payments', '-n', 'shop']);
  const resumed = await stack.up(foreign);
  const isPartial = resumed.unchanged > 0 && resumed.steps.length > 0;
  yield row('running again goes on from there', resumed, [
    `${resumed.unchanged} were there, ${resumed.steps.length} made`,
    resumed.ok && isPartial,
  ]);
  await stack.destroy();
  await kubectl.run(['delete', 'namespace', 'shop']);
}

async function* unreadyPods({ engine, kubectl }: Theatre) {
  const stack = await engine.stack('unready', PATIENCE);
  const podAnnotations = { [UNREADY]: 'true' };
  const unready = await stack.up(shop(() => ({ orders: { podAnnotations } })));
  const named = /shop\/orders-v1 [^]*timed out waiting for 3 pods/.test(unready.text);
  const service = (await kubectl.try(['get', 'service', 'orders', '-n', 'shop'])).ok;
  yield row('pods that never get ready fail the deployment, by object', unready, [
    `named ${named}, its Service ${service ? 'made' : 'not made'}`,
    !unready.ok && named && !service,
  ]);
  const repaired = await stack.up(shop());
  yield row('repaired, it goes on from there', repaired, [
    `${repaired.unchanged} were there, ${repaired.steps.length} steps`,
    repaired.ok && repaired.unchanged > 0,
  ]);
  const destroy = await stack.destroy();
  yield row('destroy', destroy, [`${destroy.steps.length} deleted`, destroy.ok]);
}

async function* wrongClusters({ engine, folder }: Theatre) {
  const unreachable = join(folder, 'unreachable.json');
  const nowhere = { server: 'https://127.0.0.1:9', 'certificate-authority': '/etc/hostname' };
  const config = { clusters: [{ cluster: nowhere }], users: [{ user: { token: 'none' } }] };
  writeFileSync(unreachable, JSON.stringify(config));
  const cases = [
    ['an unreachable cluster', unreachable],
    ['a kubeconfig that is none', join(folder, 'missing.json')],
  ] as const;
  for (const [what, KUBECONFIG] of cases) {
    const stack = await engine.stack(what.replaceAll(' ', '-'), { KUBECONFIG });
    const run = await stack.up(shop());
    const isEmpty = !stack.state().includes('kubernetes:core/v1:Namespace');
    yield row(`${what} stops it with nothing made`, run, [
      `${run.ok ? 'up' : 'stopped'}, state ${isEmpty ? 'empty' : 'not empty'}`,
      !run.ok && isEmpty,
    ]);
  }
  const stack = await engine.stack('undefined-kind');
  const undefinedKind = shop(() => ({
    more: (chart) =>
      new ApiObject(chart, 'Widget', {
        apiVersion: 'acme.example/v1',
        kind: 'Widget',
        metadata: { name: 'w' },
      }),
  }));
  const run = await stack.up(undefinedKind);
  const named = /\[shop\/Widget\] create of shop\/w failed/.test(run.text);
  yield row('a kind that the cluster does not know is named', run, [
    `${named}`,
    !run.ok && named && /no matches for kind/.test(run.text),
  ]);
  const destroy = await stack.destroy();
  yield row('destroy', destroy, [`${destroy.steps.length} deleted`, destroy.ok]);
}
