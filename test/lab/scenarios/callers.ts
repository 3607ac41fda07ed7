import { Chart } from 'cdk8s';
import {
  Capacity,
  MeshNamespace,
  Operation,
  OutlierDetection,
  Pool,
  Retries,
  Scale,
} from '../../../constructs';
import { failing } from '../../../constructs/testing';
import { always } from '../world/back-end';
import type { Stage } from '../world/stage';
import { without } from './mutations';
import type { Play, Scenario } from './scenario';
import { PATIENT, service } from './service';

const VERSIONS = ['v1', 'v2'];
const CALLERS = ['orders', 'reports', 'batch', 'audit'];

/** Two callers in the namespace of what they call, two in another; one of each has a pool of its own. */
function declare(chart: Chart): void {
  new MeshNamespace(chart, 'namespace');
  const image = 'ghcr.io/acme/stock:1';
  const stock = service(chart, 'stock', {
    versions: { v1: { image, weight: 50 }, v2: { image, weight: 50 } },
    scale: Scale.fixed(2),
    capacity: Capacity.perReplica(40),
    outlierDetection: OutlierDetection.off('what each caller repeats is counted'),
    operations: { count: Operation.safe('GET /count') },
  });
  const elsewhere = new Chart(chart, 'elsewhere', { namespace: 'callers-elsewhere' });
  new MeshNamespace(elsewhere, 'namespace');
  const scale = Scale.fixed(1);
  const { count } = stock.operations;
  const timeout = PATIENT;
  service(chart, 'orders', { scale }).calls(count, { timeout, retries: Retries.never() });
  service(chart, 'reports', { scale }).calls(count, {
    timeout,
    retries: Retries.upTo(1),
    pool: Pool.perReplica(3),
  });
  service(elsewhere, 'batch', { scale }).calls(count, {
    timeout,
    retries: Retries.upTo(2),
    pool: Pool.perReplica(5),
  });
  service(elsewhere, 'audit', { scale }).calls(count, { timeout, retries: Retries.upTo(3) });
}

const COUNT = { path: '/count' };

async function run({ stage, predictions, rows }: Play): Promise<void> {
  for (const from of CALLERS) {
    const { status } = predictions.outcome({ from, to: 'stock' }, COUNT);
    const answer = await stage.send(from, 'stock', COUNT);
    rows.exactly(`${from} is answered`, status, answer.status);
    rows.exactly(
      '… and may have open at both versions together',
      predictions.clientLimit({ from, to: 'stock', operation: 'count' }),
      await openAtMost(stage, from),
    );
  }
  stage.script('stock', always(503));
  stage.arrivals('stock');
  for (const from of CALLERS) {
    await stage.send(from, 'stock', COUNT);
    rows.exactly(
      `tries of ${from} where stock answers 503`,
      predictions.outcome({ from, to: 'stock' }, COUNT, failing(predictions.id('stock'))).tries
        .length,
      stage.arrivals('stock').length,
    );
  }
}

/** The limits of requests that the proxy of a caller has, as it says itself. */
async function openAtMost(stage: Stage, from: string): Promise<number> {
  const clusters = await stage.proxy(from).admin('clusters');
  const { host, port } = stage.addressOf('stock');
  const limits = VERSIONS.map((version) => {
    const name = `outbound|${port}|${version}|${host}::default_priority::max_requests::`;
    const [, after = '0'] = clusters.split(name);
    return Number.parseInt(after, 10);
  });
  return limits.reduce((sum, limit) => sum + limit, 0);
}

/** Each caller has routes and limits of its own, wherever it is. */
export const callers: Scenario = {
  name: 'callers',
  title: 'Routes and limits of each caller, in two namespaces',
  declare,
  pods: [
    ...VERSIONS.map((version) => ({ of: 'stock', version })),
    ...CALLERS.map((of) => ({ of, isProxied: true })),
  ],
  run,
  mutation: {
    weakens: 'callers elsewhere have rules of their own alone, and nobody repeats the host’s',
    apply: without('DestinationRule', 'stock.callers'),
  },
};
