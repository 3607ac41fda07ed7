import { Duration } from 'cdk8s';
import fc from 'fast-check';
import { Experiment, Fault, Operation, Port, Retries } from '../../../constructs';
import { plansOf, shopForTests, tried, type Trial } from './build';

function outcome(trial: Trial): unknown {
  const [hypothesis] = tried(trial).hypotheses;
  return hypothesis;
}

test('of aborts that are repeated, those fail whose tries are all aborted', () => {
  const fault = Fault.abort(503, { percent: 50 });
  expect(outcome({ fault, call: { retries: Retries.upTo(2) } })).toEqual({
    edge: 'shop/orders -> payments.quote',
    tries: 3,
    failingPercent: 12.5,
    failure: 503,
    addedMs: 0,
    text: '12.5 % of the requests fail with 503: 50 % of each of 3 tries',
  });
});

test.each([
  [503, Retries.upTo(2), 3],
  [500, Retries.upTo(2), 1],
  [500, Retries.upTo(2, { conditions: ['5xx'] }), 3],
  [502, Retries.upTo(2, { conditions: ['gateway-error'] }), 3],
  [504, Retries.upTo(2, { conditions: ['gateway-error'] }), 3],
  [500, Retries.upTo(2, { conditions: ['gateway-error'] }), 1],
  [505, Retries.upTo(2, { conditions: ['gateway-error'] }), 1],
  [409, Retries.upTo(2, { conditions: ['retriable-4xx'] }), 3],
  [408, Retries.upTo(2, { conditions: ['retriable-4xx'] }), 1],
  [429, Retries.upTo(2, { conditions: [429] }), 3],
  [503, Retries.ifUnreached(2), 1],
  [503, Retries.never(), 1],
])('an abort with %s meets each try that Envoy would make (%#)', (status, retries, tries) => {
  expect(outcome({ fault: Fault.abort(status), call: { retries } })).toMatchObject({ tries });
});

test.each([
  ['UNAVAILABLE', 3],
  ['DEADLINE_EXCEEDED', 1],
] as const)(
  'a gRPC call is repeated after the statuses that its retries name: %s',
  (status, tries) => {
    const payments = {
      ports: { rpc: Port.grpc(8080) },
      operations: { quote: Operation.safe('shop.Payments/Quote') },
    };
    const trial = { payments, fault: Fault.abort(status), call: { retries: Retries.upTo(2) } };
    expect(outcome(trial)).toMatchObject({ tries, failure: status });
  },
);

test('a delay beyond the deadline ends each request that meets it, and none is repeated', () => {
  const fault = Fault.delay(Duration.seconds(7), { percent: 30 });
  const call = { timeout: Duration.seconds(2), retries: Retries.ifUnreached(2) };
  expect(outcome({ fault, call })).toMatchObject({
    tries: 1,
    failingPercent: 30,
    failure: 'timeout',
    text: '30 % of the requests time out: the deadline of 2s is over first',
  });
});

test('a delay beyond the time of one try is met again by the next', () => {
  const fault = Fault.delay(Duration.millis(900), { percent: 20 });
  const retries = Retries.upTo(2, { perTryTimeout: Duration.millis(600) });
  expect(outcome({ fault, call: { timeout: Duration.seconds(3), retries } })).toMatchObject({
    tries: 3,
    failingPercent: 0.8,
    failure: 'timeout',
    text: '0.8 % of the requests time out: each of 3 tries is cut off after 600ms, 20 % of them',
  });
});

test('tries that the deadline leaves no time for do not count', () => {
  const fault = Fault.delay(Duration.seconds(5), { percent: 50 });
  const retries = Retries.upTo(5, { perTryTimeout: Duration.millis(700) });
  expect(outcome({ fault, call: { timeout: Duration.seconds(2), retries } })).toMatchObject({
    tries: 3,
    failingPercent: 12.5,
  });
});

test('a shorter delay makes answers later and fails none', () => {
  const call = { timeout: Duration.seconds(2), retries: Retries.ifUnreached(1) };
  expect(outcome({ fault: Fault.delay(Duration.millis(300)), call })).toMatchObject({
    failingPercent: 0,
    failure: undefined,
    addedMs: 300,
    text: '100 % of the requests take 300ms longer, which leaves 1700ms of their deadline',
  });
});

test('a keyed operation without its key is a call of its own', () => {
  const payments = {
    operations: { quote: Operation.keyed('POST /quotes', { keyHeader: 'Idempotency-Key' }) },
  };
  const { hypotheses } = tried({ payments, fault: Fault.abort(503, { percent: 50 }) });
  expect(hypotheses.map(({ edge, failingPercent }) => [edge, failingPercent])).toEqual([
    ['shop/orders -> payments.quote', 25],
    ['shop/orders -> payments.quote without its key', 50],
  ]);
});

test('every caller has a hypothesis, unless the experiment is for one', () => {
  const callersOf = (isForOne: boolean): unknown => {
    const app = shopForTests({}, (chart, { orders, payments }) => {
      payments.calls(payments.operations.quote, { timeout: Duration.seconds(1) });
      const caller = isForOne ? { caller: orders } : {};
      const fault = Fault.abort(503);
      new Experiment(chart, 'trial', { on: payments, ...caller, fault, expires: '2027-01-31' });
    });
    return plansOf(app).flatMap(({ hypotheses }) => hypotheses.map(({ edge }) => edge));
  };
  expect(callersOf(false)).toEqual([
    'shop/orders -> payments.quote',
    'shop/payments -> payments.quote',
  ]);
  expect(callersOf(true)).toEqual(['shop/orders -> payments.quote']);
});

test('no hypothesis promises more failures than faults, and more tries never more failures', () => {
  const percents = fc.integer({ min: 1, max: 100 });
  fc.assert(
    fc.property(percents, fc.integer({ min: 1, max: 9 }), (percent, attempts) => {
      const failing = (retries: number): number => {
        const call = { timeout: Duration.seconds(60), retries: Retries.upTo(retries) };
        const { hypotheses } = tried({ fault: Fault.abort(503, { percent }), call });
        return hypotheses[0]?.failingPercent ?? NaN;
      };
      const [fewer, more] = [failing(attempts), failing(attempts + 1)];
      expect(fewer).toBeLessThanOrEqual(percent);
      expect(more).toBeLessThanOrEqual(fewer);
    }),
    { numRuns: 40 },
  );
});
