import type { Chart } from 'cdk8s';
import { MeshNamespace } from '../../../constructs';
import { changing } from './mutations';
import type { Play, Scenario } from './scenario';
import { service } from './service';

// what Envoy answers where a host has no route; no analysis follows a request that nobody declares
const NO_ROUTE = 502;

function declare(chart: Chart): void {
  new MeshNamespace(chart, 'namespace');
  const payments = service(chart, 'payments');
  service(chart, 'ledger');
  service(chart, 'orders').calls(payments);
}

async function run({ stage, predictions, rows }: Play): Promise<void> {
  const { status } = predictions.outcome({ from: 'orders', to: 'payments' }, {});
  rows.exactly('a declared call', status, (await stage.send('orders', 'payments')).status);
  const undeclared = await stage.send('orders', 'ledger');
  rows.exactly('a call to a service that orders does not declare', NO_ROUTE, undeclared.status);
  rows.exactly('… of which arrives', 0, stage.arrivals('ledger').length);
  const clusters = await stage.proxy('orders').admin('clusters');
  rows.exactly(
    'what the proxy of orders knows of payments and ledger',
    ['known', 'unknown'],
    ['payments', 'ledger'].map((name) => (clusters.includes(`||${name}.`) ? 'known' : 'unknown')),
  );
}

/** A proxy knows what its workload calls, and nothing else. */
export const scope: Scenario = {
  name: 'scope',
  title: 'Only declared hosts are known',
  declare,
  pods: [{ of: 'payments' }, { of: 'ledger' }, { of: 'orders', isProxied: true }],
  run,
  mutation: {
    weakens: 'the Sidecar of orders lets everything in',
    apply: changing(
      'Sidecar',
      () => ({
        workloadSelector: { labels: { 'app.kubernetes.io/name': 'orders' } },
        egress: [{ hosts: ['*/*'] }],
      }),
      'orders',
    ),
  },
};
