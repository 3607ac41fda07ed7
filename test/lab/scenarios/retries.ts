import { Duration, type Chart } from 'cdk8s';
import { MeshNamespace, Operation, Retries } from '../../../constructs';
import type { TryFailure } from '../predictions';
import { always, type Behaviour } from '../world/back-end';
import type { Request } from '../world/stage';
import { changingRoutes } from './mutations';
import type { Play, Scenario } from './scenario';
import { service } from './service';

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
  const timeout = Duration.seconds(5);
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
};

const FAILURES: readonly (readonly [string, TryFailure, Behaviour])[] = [
  ['answers 503', 503, always(503)],
  ['answers 500', 500, always(500)],
  ['answers 502', 502, always(502)],
  ['answers 429', 429, always(429)],
  ['closes the connection', 'reset', () => 'reset'],
];

async function run({ stage, predictions, rows }: Play): Promise<void> {
  const arrivals = async (request: Request): Promise<number> => {
    await stage.send('orders', 'payments', request);
    return stage.arrivals('payments').length;
  };
  for (const [words, failure, behaviour] of FAILURES) {
    stage.script('payments', behaviour);
    for (const [operation, request] of Object.entries(REQUESTS)) {
      rows.exactly(
        `${operation} arrives this often where payments ${words}`,
        predictions.tries({ from: 'orders', to: 'payments', operation }, failure),
        await arrivals(request),
      );
    }
    rows.exactly(
      `charge without its key arrives this often where payments ${words}`,
      predictions.tries({ from: 'orders', to: 'payments', operation: 'charge' }, failure, {
        withKey: false,
      }),
      await arrivals({ method: 'POST', path: '/charges' }),
    );
  }
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
