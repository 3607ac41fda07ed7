import { Duration } from 'cdk8s';
import { ResilientService } from '../../../../constructs';
import { row, type Scenario } from '../scenario';
import { coreObject, destroyed, shop, touches, type ShopChanges } from './shop';

/** The small system, and a worker whose call has a deadline of so many seconds. */
function withWorker(timeout: number, changes: ShopChanges = {}): ReturnType<typeof shop> {
  return shop({
    ...changes,
    more: (chart, services) => {
      const worker = new ResilientService(chart, 'worker', { image: 'ghcr.io/acme/worker:1.0.0' });
      worker.calls(services.payments, { timeout: Duration.seconds(timeout) });
      changes.more?.(chart, services);
    },
  });
}

/** What is written changes, and what that touches in the cluster. */
export const CHANGES: Scenario = {
  name: 'changes',
  play: async function* ({ engine, kubectl }) {
    const stack = await engine.stack('changes');
    const first = await stack.up(withWorker(2));
    yield row('up of a small system', first, [`${first.steps.length} created`, first.ok]);
    yield await touches(stack, ['up again changes nothing', withWorker(2)], []);
    yield await touches(
      stack,
      // nobody calls the worker, so nothing follows from its own deadline
      ['another deadline for the call of a worker changes one route', withWorker(3)],
      ['update VirtualService shop/payments'],
    );
    yield await touches(
      stack,
      [
        'another deadline for the call of a service changes its own deadline, too',
        withWorker(3, { timeout: 3 }),
      ],
      ['update VirtualService shop/orders', 'update VirtualService shop/payments'],
    );
    const moved: readonly (readonly [string, ShopChanges])[] = [
      ['a renamed component replaces nothing', { name: 'store' }],
      ['a service moved to another, renamed chart replaces nothing', { charts: ['pay', 'order'] }],
      ['a service moved into another construct replaces nothing', { within: 'team' }],
    ];
    for (const [promise, changes] of moved) {
      yield await touches(stack, [promise, withWorker(3, { timeout: 3, ...changes })], []);
    }
    const more = withWorker(3, {
      timeout: 3,
      more: (chart) => coreObject(chart, ['ConfigMap', 'late'], { data: { key: 'value' } }),
    });
    yield await touches(stack, ['one object more', more], ['create ConfigMap shop/late']);
    yield await touches(
      stack,
      ['one object less', withWorker(3, { timeout: 3 })],
      ['delete ConfigMap shop/late'],
    );
    yield await destroyed({ kubectl }, stack);
  },
};
