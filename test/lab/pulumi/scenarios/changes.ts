import type { Scenario } from '../scenario';
import { row } from '../scenario';
import { coreObject, shop, touches } from './shop';

const patchForce = { patchForce: true };

/** What is written changes, what is called changes, and what the cluster says changes. */
export const CHANGES: Scenario = {
  name: 'changes',
  play: async function* ({ engine, kubectl }) {
    const stack = await engine.stack('changes');
    const first = await stack.up(shop());
    yield row('up of a small system', first, [`${first.steps.length} created`, first.ok]);
    yield await touches(
      stack,
      ['a change of one call changes only what knows that call', shop(() => ({ timeout: 3 }))],
      // the caller's own deadline follows from those of its calls
      ['update VirtualService shop/orders', 'update VirtualService shop/payments'],
    );
    yield await touches(
      stack,
      ['a renamed component replaces nothing', shop(() => ({ timeout: 3, name: 'store' }))],
      [],
    );
    yield await touches(
      stack,
      [
        'a service moved to another, renamed chart replaces nothing',
        shop(() => ({ timeout: 3, name: 'store', charts: ['pay', 'order'] })),
      ],
      [],
    );
    const forced = shop(() => ({ timeout: 3, options: () => patchForce }));
    await stack.up(forced);
    await kubectl.run(['scale', 'deployment', 'orders-v1', '-n', 'shop', '--replicas=7']);
    const refresh = await stack.refresh();
    const sees = /orders-v1/.test(refresh.text);
    yield row('refresh sees what somebody scaled by hand', refresh, [
      String(sees),
      refresh.ok && sees,
    ]);
    yield await touches(stack, ['up takes it back', forced], ['update Deployment shop/orders-v1']);
    const { spec } = await kubectl.get<{ spec: { replicas: number } }>(
      ...['deployment', 'orders-v1', '-n', 'shop'],
    );
    yield row('replicas in the cluster', { ...refresh, seconds: 0 }, [
      `${spec.replicas}`,
      spec.replicas === 3,
    ]);
    const ordered = shop(() => ({
      timeout: 3,
      options: () => patchForce,
      more: (chart) => coreObject(chart, ['ConfigMap', 'late'], { data: { key: 'value' } }),
    }));
    yield await touches(stack, ['one object more', ordered], ['create ConfigMap shop/late']);
    const destroy = await stack.destroy();
    const left = (await kubectl.try(['get', 'namespace', 'shop'])).ok;
    yield row('destroy leaves nothing', destroy, [
      `namespace ${left ? 'there' : 'gone'}`,
      destroy.ok && !left,
    ]);
  },
};
