import type { Chart } from 'cdk8s';
import { Experiment, Fault, Mesh, MeshNamespace, Operation, Retries } from '../../../constructs';
import { likelyCounts } from '../report/chance';
import type { Request } from '../world/stage';
import { changing } from './mutations';
import type { Play, Scenario } from './scenario';
import { PATIENT, service } from './service';

const REQUESTS = 240;

function declare(chart: Chart): void {
  new Mesh(chart, 'mesh', { environment: 'test' });
  new MeshNamespace(chart, 'namespace');
  const payments = service(chart, 'payments', {
    operations: {
      quote: Operation.safe('GET /quotes/{id}'),
      cancel: Operation.idempotent('DELETE /quotes/{id}'),
    },
  });
  const [orders, support] = [service(chart, 'orders'), service(chart, 'support')];
  const { quote, cancel } = payments.operations;
  for (const caller of [orders, support]) {
    const policy = { timeout: PATIENT, retries: Retries.upTo(2) };
    caller.calls(quote, policy);
    caller.calls(cancel, policy);
  }
  const meant = { caller: orders, expires: '2099-12-31' };
  new Experiment(chart, 'half', { ...meant, on: quote, fault: Fault.abort(503, { percent: 50 }) });
  new Experiment(chart, 'whole', { ...meant, on: cancel, fault: Fault.abort(503) });
}

const QUOTE: Request = { path: '/quotes/7' };
const CANCEL: Request = { method: 'DELETE', path: '/quotes/7' };

async function run(play: Play): Promise<void> {
  await whole(play);
  await half(play);
}

/** Every try of every request of one caller meets the fault, and no other caller does. */
async function whole({ stage, predictions, rows }: Play): Promise<void> {
  const retried = (): Promise<number> => stage.upstream('orders', 'payments', 'upstream_rq_retry');
  const before = await retried();
  const { tries, failure } = predictions.hypothesis('whole', {
    from: 'orders',
    to: 'payments',
    operation: 'cancel',
  });
  const { status } = await stage.send('orders', 'payments', CANCEL);
  rows.exactly('a request of orders ends with the status of the fault', failure ?? 200, status);
  rows.exactly(
    '… after as many tries as its route gives it',
    tries,
    1 + (await retried()) - before,
  );
  rows.exactly('… of which arrive', 0, stage.arrivals('payments').length);
  const other = await stage.send('support', 'payments', CANCEL);
  rows.exactly(
    'the same request of support ends with the status',
    predictions.outcome({ from: 'support', to: 'payments' }, CANCEL).status,
    other.status,
  );
}

/** Half of all tries meet the fault: retries help all but a few. */
async function half({ stage, predictions, rows }: Play): Promise<void> {
  const { failingPercent, failure } = predictions.hypothesis('half', {
    from: 'orders',
    to: 'payments',
    operation: 'quote',
  });
  const failed = async (from: string): Promise<number> => {
    let count = 0;
    for (let sent = 0; sent < REQUESTS; sent += 1) {
      if ((await stage.send(from, 'payments', QUOTE)).status === failure) count += 1;
    }
    return count;
  };
  rows.between(
    `of ${REQUESTS} requests of orders of which each try fails with 50 %, those that fail`,
    likelyCounts(REQUESTS, failingPercent / 100),
    await failed('orders'),
  );
  rows.exactly(`of ${REQUESTS} requests of support, those that fail`, 0, await failed('support'));
}

/** Faults for one caller, with its retries at work. */
export const experiment: Scenario = {
  name: 'experiment',
  title: 'Faults for one caller, with its retries at work',
  declare,
  pods: [
    { of: 'payments', isProxied: true },
    { of: 'orders', isProxied: true },
    { of: 'support', isProxied: true },
  ],
  run,
  mutation: {
    weakens: 'the faults are for every caller',
    apply: changing('EnvoyFilter', (spec) => {
      const patches = spec.configPatches as { patch: { value: { typed_config: object } } }[];
      for (const { patch } of patches) {
        patch.value.typed_config = { ...patch.value.typed_config, headers: undefined };
      }
      return spec;
    }),
  },
};
