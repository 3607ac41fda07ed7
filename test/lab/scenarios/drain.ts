import type { Chart } from 'cdk8s';
import { MeshNamespace, Operation, Scale } from '../../../constructs';
import { until } from '../machine/until';
import { Load } from '../world/load';
import { changing } from './mutations';
import type { Play, Scenario } from './scenario';
import { service } from './service';

// so that some requests are always on their way
const ANSWER_MS = 60;
const TAKE = { method: 'POST', path: '/take' };
const LONG = 'x-long';

function declare(chart: Chart): void {
  new MeshNamespace(chart, 'namespace');
  const stock = service(chart, 'stock', {
    scale: Scale.fixed(3),
    operations: { take: Operation.unsafe('POST /take') },
  });
  service(chart, 'orders').calls(stock.operations.take);
}

async function run({ stage, predictions, rows }: Play): Promise<void> {
  const { ms: deadlineMs = 0 } =
    predictions.edge({ from: 'orders', to: 'stock', operation: 'take' }).deadline ?? {};
  const longMs = LONG_SHARE * deadlineMs;
  stage.script('stock', ({ headers }) => ({
    status: 200,
    afterMs: headers[LONG] === undefined ? ANSWER_MS : longMs,
  }));
  const long = stage.send('orders', 'stock', { ...TAKE, headers: { [LONG]: 'yes' } });
  const leaving = await until('the pod that has the long request', () =>
    stage.podsOf('stock').find(({ backEnd }) => backEnd.arrivals.length > 0),
  );
  const load = new Load(() => stage.send('orders', 'stock', TAKE));
  await stage.leave(leaving);
  const { requests, failures } = await load.stop();
  rows.none('requests that fail while one of three pods leaves', failures);
  rows.atLeast('… of so many', 20, requests);
  rows.exactly(
    'a request that the pod has by then, and that takes 90 % of its deadline, ends with the status',
    200,
    (await long).status,
  );
}

const LONG_SHARE = 0.9;

/** A pod leaves. */
export const drain: Scenario = {
  name: 'drain',
  title: 'A pod leaves under load',
  declare,
  pods: [
    { of: 'stock', count: 3, isProxied: true },
    { of: 'orders', isProxied: true },
  ],
  run,
  mutation: {
    weakens: 'pods end at once: they have no preStop hook, and a second of grace',
    apply: changing('Deployment', (spec) => {
      const template = spec.template as { spec: { containers: object[] } };
      const containers = template.spec.containers.map((each) => ({
        ...each,
        lifecycle: undefined,
      }));
      const pod = { ...template.spec, containers, terminationGracePeriodSeconds: 1 };
      return { ...spec, template: { ...template, spec: pod } };
    }),
  },
};
