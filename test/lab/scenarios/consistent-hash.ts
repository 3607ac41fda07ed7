import type { Chart } from 'cdk8s';
import { LoadBalancing, MeshNamespace, Operation, Scale } from '../../../constructs';
import { changing } from './mutations';
import type { Play, Scenario } from './scenario';
import { service } from './service';

const USERS = 100;
const EACH = 3;

function declare(chart: Chart): void {
  new MeshNamespace(chart, 'namespace');
  const cart = service(chart, 'cart', {
    scale: Scale.fixed(3),
    loadBalancing: LoadBalancing.byHeader('user'),
    operations: { get: Operation.safe('GET /cart') },
  });
  service(chart, 'orders').calls(cart.operations.get);
}

async function run({ stage, rows }: Play): Promise<void> {
  const podsOfUsers: number[] = [];
  const used = new Set<string>();
  for (let user = 0; user < USERS; user += 1) {
    for (let sent = 0; sent < EACH; sent += 1) {
      await stage.send('orders', 'cart', { path: '/cart', headers: { user: `user-${user}` } });
    }
    const pods = stage.podsOf('cart').filter(({ backEnd }) => backEnd.takeArrivals().length > 0);
    podsOfUsers.push(pods.length);
    for (const { place } of pods) used.add(place.pod);
  }
  rows.exactly(
    `pods that any of ${USERS} users sees in ${EACH} requests`,
    1,
    Math.max(...podsOfUsers),
  );
  rows.exactly('pods that all of them see', stage.podsOf('cart').length, used.size);
}

/** The same pod for the same key. */
export const consistentHash: Scenario = {
  name: 'consistent-hash',
  title: 'The same pod for the same header',
  declare,
  pods: [
    { of: 'cart', count: 3 },
    { of: 'orders', isProxied: true },
  ],
  run,
  mutation: {
    weakens: 'pods are chosen in turn',
    apply: changing(
      'DestinationRule',
      (spec) => ({
        ...spec,
        trafficPolicy: {
          ...(spec.trafficPolicy as object),
          loadBalancer: { simple: 'ROUND_ROBIN' },
        },
      }),
      'cart',
    ),
  },
};
