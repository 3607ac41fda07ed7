import type { Chart } from 'cdk8s';
import { MeshNamespace, Operation, Retries } from '../../../constructs';
import { failing } from '../../../constructs/testing';
import { always, type Behaviour } from '../world/back-end';
import type { Request } from '../world/stage';
import { changingRoutes } from './mutations';
import type { Play, Scenario } from './scenario';
import { PATIENT, service } from './service';

const KEY = 'idempotency-key';

function declare(chart: Chart): void {
  new MeshNamespace(chart, 'namespace');
  const payments = service(chart, 'payments', {
    operations: {
      quote: Operation.safe('GET /quotes/{id}'),
      cancel: Operation.idempotent('DELETE /quotes/{id}'),
      charge: Operation.keyed('POST /charges', { keyHeader: KEY }),
      refund: Operation.unsafe('POST /refunds'),
    },
  });
  const orders = service(chart, 'orders');
  const timeout = PATIENT;
  const { quote, cancel, charge, refund } = payments.operations;
  orders.calls(quote, { timeout, retries: Retries.upTo(3) });
  orders.calls(cancel, { timeout, retries: Retries.upTo(2, { conditions: ['gateway-error'] }) });
  orders.calls(charge, { timeout, retries: Retries.upTo(2) });
  orders.calls(refund, { timeout });
}

const REQUESTS: Readonly<Record<string, Request>> = {
  quote: { method: 'GET', path: '/quotes/7' },
  cancel: { method: 'DELETE', path: '/quotes/7' },
  charge: { method: 'POST', path: '/charges', headers: { [KEY]: 'k-1' } },
  refund: { method: 'POST', path: '/refunds' },
  'charge without its key': { method: 'POST', path: '/charges' },
};

const STATUSES = [503, 500, 502, 429] as const;
const CALL = { from: 'orders', to: 'payments' };

async function run({ stage, predictions, rows }: Play): Promise<void> {
  const compare = async (
    words: string,
    behaviour: Behaviour,
    expected: (request: Request) => number,
  ): Promise<void> => {
    stage.script('payments', behaviour);
    for (const [what, request] of Object.entries(REQUESTS)) {
      await stage.send('orders', 'payments', request);
      rows.exactly(
        `${what} arrives this often where payments ${words}`,
        expected(request),
        stage.arrivals('payments').length,
      );
    }
  };
  for (const status of STATUSES) {
    await compare(`answers ${status}`, always(status), (request) => {
      const failure = failing(predictions.id('payments'), status);
      return predictions.outcome(CALL, request, failure).tries.length;
    });
  }
  await compare(
    'closes the connection',
    () => 'reset',
    (request) => predictions.triesUnderReset(CALL, request),
  );
}

/** What is repeated, by operation and by failure. */
export const retries: Scenario = {
  name: 'retries',
  title: 'Retries by operation and by failure',
  declare,
  // one pod: what is ejected has nobody to take its place
  pods: [{ of: 'payments' }, { of: 'orders', isProxied: true }],
  run,
  mutation: {
    weakens: 'every route retries on 5xx, as a mesh-wide default would',
    apply: changingRoutes((route) => ({
      ...route,
      retries: { attempts: 2, retryOn: '5xx', perTryTimeout: '1s' },
    })),
  },
};
