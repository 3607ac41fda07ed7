import { Duration } from 'cdk8s';
import {
  Objective,
  Operation,
  Rollout,
  Scale,
  Workload,
  type ResilientService,
} from '../../constructs';
import type { DeclaredSystem } from '../../constructs/testing';
import { aService, shop } from '../support/declare';

const OPERATIONS = {
  quote: Operation.safe('GET /quotes/{id}'),
  refund: Operation.unsafe('POST /refunds'),
};

const ends: ResilientService[] = [];
let payments: ResilientService<typeof OPERATIONS>;

const system: DeclaredSystem = shop((chart) => {
  payments = aService(chart, 'payments', {
    operations: OPERATIONS,
    ownTime: Duration.millis(70),
    objectives: [Objective.availability(99.5)],
  });
  const [orders, ledger] = ['orders', 'ledger'].map((name) => aService(chart, name)) as [
    ResilientService,
    ResilientService,
  ];
  ends.push(orders);
  orders.calls(payments.operations.quote, { timeout: Duration.seconds(7) });
  orders.calls(payments.operations.refund, { timeout: Duration.seconds(11) });
  payments.calls(ledger, { timeout: Duration.millis(300) });
});

test('the worst case of a call to an operation is its own', () => {
  const [orders = ''] = ends;
  // unsafe: 2 x 500 ms in vain for a connection, then 500 ms until there is one and 70 + 300 ms; 75 ms of pauses
  expect(system.worstCaseOf(orders, payments.operations.refund).ms).toBe(2 * 500 + 870 + 75);
  // safe: twice 500 ms until there is a connection and 70 + 300 ms; 25 ms of pause
  expect(system.worstCaseOf(orders, payments.operations.quote).ms).toBe(2 * 870 + 25);
  expect(system.worstCaseOf(orders, payments).ms).toBe(1945);
  expect(() => system.worstCaseOf('shop/ledger', payments)).toThrow(
    'shop/ledger does not call shop/payments',
  );
});

test('an operation takes as long as its service with all its calls', () => {
  expect(system.worstTimeOf(payments.operations.quote)).toBe(70 + 300);
  expect(system.worstTimeOf(payments)).toBe(70 + 300);
  expect(system.worstTimeOf('shop/ledger')).toBe(1000);
});

test('the end of a pod is measured by its longest call', () => {
  expect(system.drainOf(payments)).toEqual({
    longestRequestMs: 11_000,
    longestCall: 'shop/orders→shop/payments.refund',
    neededMs: 26_000,
    // 5 s of clean-up
    marginMs: 5000,
  });
});

test('what an update takes depends on how pods are replaced', () => {
  const updating = (props: Parameters<typeof aService>[2]): number | undefined =>
    shop((chart) => aService(chart, 'cart', props)).capacityOf('shop/cart').versions[0]?.updating;
  expect(updating({})).toBe(0);
  expect(updating({ workload: Workload.stateful() })).toBe(1);
  expect(updating({ rollout: Rollout.recreate('one licence'), scale: Scale.fixed(1) })).toBe(1);
});

test('the error budget says who spends it', () => {
  expect(system.errorBudgetOf('shop/orders')).toEqual({
    promised: undefined,
    possible: expect.closeTo(0.995, 12),
    // a quote is tried twice, a refund that failed is not repeated
    possibleAtBest: expect.closeTo(0.995, 12),
    spent: { 'shop/payments': expect.closeTo(0.005, 12) },
  });
  expect(system.possibleAvailabilityOf('shop/orders')).toBeCloseTo(0.995, 12);
});

test('depth and fan-out are there, and circles', () => {
  expect(system.shapeOf('shop/orders')).toEqual({
    service: 'shop/orders',
    depth: 2,
    fanOut: 1,
    fanIn: 0,
  });
  expect(system.cycles()).toEqual([]);
});

test('what is not part of the system is refused by name', () => {
  expect(() => system.errorBudgetOf('shop/nope')).toThrow('shop/nope is not part of the system');
  expect(() => system.drainOf('shop/nope')).toThrow('shop/nope is not part of the system');
  expect(() => system.shapeOf('shop/nope')).toThrow('shop/nope is not part of the system');
});
