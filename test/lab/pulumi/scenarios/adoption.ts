import * as kubernetes from '@pulumi/kubernetes';
import * as pulumi from '@pulumi/pulumi';
import type { PulumiFn } from '@pulumi/pulumi/automation';
import { App, Chart } from 'cdk8s';
import { ChartDeployment } from '../../../../lib/pulumi';
import { row, seen, type Row, type Scenario, type Theatre } from '../scenario';
import { coreObject, destroyed, shop, shopObjects, touches } from './shop';

/** Objects that exist become resources, and none of them is made again. */
export const ADOPTION: Scenario = {
  name: 'adoption',
  play: async function* (theatre) {
    yield* fromTheCluster(theatre);
    yield* fromOtherResources(theatre);
  },
};

async function* fromTheCluster({ engine, kubectl }: Theatre): AsyncGenerator<Row> {
  const objects = shopObjects();
  await kubectl.apply(objects);
  const before = await identities(kubectl);
  const stack = await engine.stack('adoption');
  const importing = shop({
    options: (_object, { metadata: { namespace, name } }) => ({
      import: namespace === undefined ? name : `${namespace}/${name}`,
    }),
  });
  const imported = await stack.up(importing);
  const kinds = new Set(imported.steps.map((step) => step.split(' ')[0]));
  yield row('with its id, what kubectl applied is imported', imported, [
    `${imported.steps.length} steps of ${objects.length} objects: ${[...kinds].join(', ')}`,
    imported.ok && !kinds.has('create') && stack.objects().length === objects.length,
  ]);
  const next = await stack.up(shop());
  const made = next.steps.filter((step) => !step.startsWith('update '));
  yield row('without it, the next up makes and removes nothing', next, [
    `${next.steps.length} updated, ${made.length} others`,
    next.ok && made.length === 0,
  ]);
  yield await touches(stack, ['up again changes nothing', shop()], []);
  const after = await identities(kubectl);
  yield seen('they are the same objects', [String(before === after), before === after]);
  yield await destroyed({ kubectl }, stack);
}

const KINDS = ['deployments', 'services', 'virtualservices', 'networkpolicies'];

/** Uids of what is in the namespace: an object that was made again has another. */
function identities(kubectl: Theatre['kubectl']): Promise<string> {
  const uid = ['-o', 'jsonpath={.items[*].metadata.uid}'];
  return kubectl.run(['get', KINDS.join(), '-n', 'shop', ...uid]);
}

async function* fromOtherResources({ engine, kubectl }: Theatre): AsyncGenerator<Row> {
  const stack = await engine.stack('aliases');
  const metadata = { name: 'settings', namespace: 'default' };
  const data = { region: 'eu-1' };
  const before: PulumiFn = () => {
    new kubernetes.core.v1.ConfigMap('old', { metadata, data });
    return Promise.resolve();
  };
  const first = await stack.up(before);
  yield row('a resource that a program had of its own', first, [first.steps.join(), first.ok]);
  const after: PulumiFn = () => {
    const chart = new Chart(new App(), 'chart', { namespace: 'default' });
    coreObject(chart, ['ConfigMap', 'settings'], { data });
    const aliases = [{ name: 'old', parent: pulumi.rootStackResource }];
    new ChartDeployment('chart', { chart, options: () => ({ aliases }) });
    return Promise.resolve();
  };
  const next = await stack.up(after);
  const made = next.steps.filter((step) => !step.startsWith('update '));
  yield row('an alias takes it over', next, [
    next.steps.join() || 'no step',
    next.ok && made.length === 0 && stack.objects().join() === 'ConfigMap default/settings',
  ]);
  yield await destroyed({ kubectl }, stack);
}
