import { Duration, type Chart } from 'cdk8s';
import { MeshNamespace, Operation, Retries } from '../../../constructs';
import { always } from '../world/back-end';
import { changingRoutes } from './mutations';
import type { Play, Scenario } from './scenario';
import { service } from './service';

function declare(chart: Chart): void {
  new MeshNamespace(chart, 'namespace');
  const operations = { read: Operation.safe('GET /read') };
  const [edge, middle, store, disk] = ['edge', 'middle', 'store', 'disk'].map((name) =>
    service(chart, name, { operations }),
  );
  if (!edge || !middle || !store || !disk) throw new Error('four services');
  edge.calls(middle.operations.read, { timeout: Duration.seconds(28), retries: Retries.upTo(1) });
  middle.calls(store.operations.read, { timeout: Duration.seconds(13), retries: Retries.upTo(2) });
  store.calls(disk.operations.read, { timeout: Duration.seconds(4), retries: Retries.upTo(1) });
}

async function run({ stage, predictions, rows }: Play): Promise<void> {
  const passOn = (from: string, to: string) => async () => {
    const { status } = await stage.send(from, to, { path: '/read' });
    return { status };
  };
  stage.script('middle', passOn('middle', 'store'));
  stage.script('store', passOn('store', 'disk'));
  stage.script('disk', always(503));
  await stage.send('edge', 'middle', { path: '/read' });
  for (const to of ['middle', 'store', 'disk']) {
    rows.exactly(
      `requests that one request makes at ${to} while disk answers 503`,
      predictions.amplification(to),
      stage.arrivals(to).length,
    );
  }
}

/** What retries on every layer of a chain do to its end. */
export const amplification: Scenario = {
  name: 'amplification',
  title: 'Load amplification along a chain of three proxies',
  declare,
  pods: [
    { of: 'edge', isProxied: true },
    { of: 'middle', isProxied: true },
    { of: 'store', isProxied: true },
    { of: 'disk' },
  ],
  run,
  mutation: {
    weakens: 'every layer retries once more than declared',
    apply: changingRoutes((route) => {
      const { attempts = 0, ...retries } = route.retries as { attempts?: number };
      return {
        ...route,
        retries: attempts === 0 ? { attempts } : { ...retries, attempts: attempts + 1 },
      };
    }),
  },
};
