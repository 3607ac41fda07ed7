import type { Chart } from 'cdk8s';
import { MeshNamespace, Operation, Scale } from '../../../constructs';
import { always } from '../world/back-end';
import { Load } from '../world/load';
import { changing } from './mutations';
import type { Play, Scenario } from './scenario';
import { service } from './service';

// so that some requests are always on their way
const ANSWER_MS = 60;

function declare(chart: Chart): void {
  new MeshNamespace(chart, 'namespace');
  const stock = service(chart, 'stock', {
    scale: Scale.fixed(3),
    operations: { take: Operation.unsafe('POST /take') },
  });
  service(chart, 'orders').calls(stock.operations.take);
}

async function run({ stage, rows }: Play): Promise<void> {
  stage.script('stock', always(200, ANSWER_MS));
  const load = new Load(() => stage.send('orders', 'stock', { method: 'POST', path: '/take' }));
  await stage.leave(stage.pod('stock'));
  const { requests, failures } = await load.stop();
  rows.none('requests that fail while one of three pods leaves', failures);
  rows.atLeast('… of so many', 20, requests);
}

/** A pod leaves. */
export const drain: Scenario = {
  name: 'drain',
  title: 'A pod leaves under load',
  declare,
  pods: [
    { of: 'stock', count: 3 },
    { of: 'orders', isProxied: true },
  ],
  run,
  mutation: {
    weakens: 'pods end at once: they have no preStop hook',
    apply: changing('Deployment', (spec) => {
      const template = spec.template as { spec: { containers: object[] } };
      const containers = template.spec.containers.map((each) => ({
        ...each,
        lifecycle: undefined,
      }));
      return { ...spec, template: { ...template, spec: { ...template.spec, containers } } };
    }),
  },
};
