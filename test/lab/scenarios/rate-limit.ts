import { Duration, type Chart } from 'cdk8s';
import { MeshNamespace, Operation, RateLimit } from '../../../constructs';
import type { RateLimitPlan } from '../../../lib/shedding/plan';
import { without } from './mutations';
import type { Play, Scenario } from './scenario';
import { service } from './service';

const REQUESTS = 9;
const REFUSED = 429;
// no bucket fills while the scenario lasts
const interval = Duration.hours(1);

function declare(chart: Chart): void {
  new MeshNamespace(chart, 'namespace');
  const [orders, reports] = [service(chart, 'orders'), service(chart, 'reports')];
  const payments = service(chart, 'payments', {
    operations: { quote: Operation.safe('GET /quotes/{id}') },
    rateLimits: [
      RateLimit.perReplica(7, { interval }),
      RateLimit.perReplica(3, { interval, caller: reports }),
    ],
  });
  orders.calls(payments.operations.quote);
  reports.calls(payments.operations.quote);
}

async function run({ stage, predictions, rows }: Play): Promise<void> {
  const limits = predictions.service('payments').shedding?.rateLimits ?? [];
  // what the limit of reports refuses costs the limit of all nothing
  let left = burstOf(limits, undefined);
  for (const from of ['reports', 'orders']) {
    const { principal } = predictions.edge({ from, to: 'payments', operation: 'quote' }).caller;
    const statuses: number[] = [];
    for (let sent = 0; sent < REQUESTS; sent += 1) {
      statuses.push((await stage.send(from, 'payments', { path: '/quotes/7' })).status);
    }
    const admitted = Math.min(left, burstOf(limits, principal), REQUESTS);
    left -= admitted;
    rows.exactly(
      `of ${REQUESTS} requests of ${from}, answered and then refused`,
      [admitted, REQUESTS - admitted],
      [statuses.indexOf(REFUSED), statuses.filter((status) => status === REFUSED).length],
    );
    rows.exactly('… of which arrive', admitted, stage.arrivals('payments').length);
  }
}

/** Requests that a limit of this caller, or of all, lets through at once. */
function burstOf(limits: readonly RateLimitPlan[], caller: string | undefined): number {
  const found = limits.find(({ selection }) => selection.caller === caller);
  return found?.burst ?? Number.POSITIVE_INFINITY;
}

/** What one replica takes in a time. */
export const rateLimit: Scenario = {
  name: 'rate-limit',
  title: 'Rate limits of each replica, for all and for one caller',
  declare,
  pods: [
    { of: 'payments', isProxied: true },
    { of: 'orders', isProxied: true },
    { of: 'reports', isProxied: true },
  ],
  run,
  mutation: { weakens: 'there is no EnvoyFilter', apply: without('EnvoyFilter') },
};
