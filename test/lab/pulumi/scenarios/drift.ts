import type { Kubectl } from '../../cluster/kubectl';
import { row, seen, type Row, type Scenario } from '../scenario';
import { destroyed, shop, touches } from './shop';

const patchForce = { patchForce: true };

/** What somebody else changes in the cluster. */
export const DRIFT: Scenario = {
  name: 'drift',
  play: async function* ({ engine, kubectl }) {
    const stack = await engine.stack('drift');
    const first = await stack.up(shop());
    yield row('up of a small system', first, [`${first.steps.length} created`, first.ok]);

    await kubectl.run(['delete', 'virtualservice', 'payments', '-n', 'shop']);
    const missing = await stack.refresh();
    yield row('refresh sees that somebody deleted a route', missing, [
      stack.objects().includes('VirtualService shop/payments') ? 'unseen' : 'gone from the state',
      missing.ok && !stack.objects().includes('VirtualService shop/payments'),
    ]);
    yield await touches(
      stack,
      ['up makes it again', shop()],
      ['create VirtualService shop/payments'],
    );

    await kubectl.run(['scale', 'deployment', 'orders-v1', '-n', 'shop', '--replicas=7']);
    const refresh = await stack.refresh();
    const sees = /orders-v1/.test(refresh.text);
    yield row('refresh sees what somebody scaled by hand', refresh, [
      sees ? 'orders-v1 updated' : 'unseen',
      refresh.ok && sees,
    ]);
    const conflict = await stack.up(shop());
    const named = /\[shop\/orders\/Deployment-v1\] update of shop\/orders-v1 failed/.test(
      conflict.text,
    );
    const isConflict = /conflict/i.test(conflict.text);
    yield row(
      'up stops at a field that somebody else owns by now, and names the construct',
      conflict,
      [`${conflict.ok ? 'up' : 'stopped'}, named ${named}`, !conflict.ok && named && isConflict],
    );
    yield await replicasAre(kubectl, 7, 'the field is left as it is');
    const forced = shop({ options: () => patchForce });
    const back = await stack.up(forced);
    yield row('with patchForce, up takes it back', back, [
      `${back.steps.length} updated`,
      back.ok && back.steps.includes('update Deployment shop/orders-v1'),
    ]);
    yield await replicasAre(kubectl, 3, 'the field is as it was declared');
    yield await destroyed({ kubectl }, stack);
  },
};

async function replicasAre(kubectl: Kubectl, wanted: number, promise: string): Promise<Row> {
  const args = ['deployment', 'orders-v1', '-n', 'shop'];
  const { spec } = await kubectl.get<{ spec: { replicas: number } }>(...args);
  return seen(promise, [`${spec.replicas} replicas`, spec.replicas === wanted]);
}
