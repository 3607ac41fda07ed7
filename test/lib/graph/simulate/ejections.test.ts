import { Duration, type Chart } from 'cdk8s';
import {
  DataStore,
  Operation,
  OutlierDetection,
  Retries,
  Scale,
  type OutlierDetectionOptions,
} from '../../../../constructs';
import {
  failing,
  gone,
  oneHostDown,
  slow,
  type DeclaredSystem,
  type Failure,
  type SimulationResult,
} from '../../../../constructs/testing';
import { aService, shop } from '../../../support/declare';

const PAYMENTS = 'shop/payments';
const CALL = { from: 'shop/orders', to: PAYMENTS, method: 'POST', path: '/take' };

/** Calls that are repeated after failures to connect alone, twice; `orders` may eject by rules of its own. */
function system(
  options: OutlierDetectionOptions = {},
  own?: OutlierDetectionOptions,
): DeclaredSystem {
  return shop((chart: Chart) => {
    const payments = aService(chart, 'payments', {
      scale: Scale.fixed(3),
      operations: { take: Operation.unsafe('POST /take') },
      outlierDetection: OutlierDetection.of(options),
    });
    payments.calls(aService(chart, 'ledger'));
    aService(chart, 'orders').calls(payments.operations.take, {
      timeout: Duration.seconds(2),
      ...(own && { outlierDetection: OutlierDetection.of(own) }),
    });
  });
}

const ejectionsOf = (
  options: OutlierDetectionOptions,
  ...when: Failure[]
): SimulationResult['ejections'] => system(options).simulate({ ...CALL, when }).ejections;

test('a host that refuses is ejected by the fifth request, when four have waited 25 ms each', () => {
  expect(ejectionsOf({}, oneHostDown(PAYMENTS))).toEqual([
    {
      host: 1,
      afterFailures: 5,
      countedBy: 'consecutive5xxErrors',
      request: 5,
      try: 1,
      atMs: 100,
      forMs: 30_000,
    },
  ]);
});

test('of hosts that all fail only as many go as the percentage lets go: 34 % of 3', () => {
  expect(ejectionsOf({}, failing(PAYMENTS))).toMatchObject([{ host: 1, request: 5, try: 1 }]);
});

test('a host that answers 404 is not ejected, one that answers 500 is', () => {
  expect(ejectionsOf({}, failing(PAYMENTS, 404))).toEqual([]);
  expect(ejectionsOf({}, failing(PAYMENTS, 500))).toMatchObject([{ host: 1, afterFailures: 5 }]);
});

test('503 of a host that cannot do without another counts', () => {
  expect(ejectionsOf({}, gone('shop/ledger'))).toMatchObject([{ host: 1, request: 5 }]);
});

describe('gateway errors have a limit of their own', () => {
  const options = { consecutive5xxErrors: 5, consecutiveGatewayErrors: 3 };

  test.each([502, 503, 504])('%i counts towards it', (status) => {
    expect(ejectionsOf(options, failing(PAYMENTS, status))).toMatchObject([
      { afterFailures: 3, countedBy: 'consecutiveGatewayErrors', request: 3 },
    ]);
  });

  test('500 does not', () => {
    expect(ejectionsOf(options, failing(PAYMENTS, 500))).toMatchObject([
      { afterFailures: 5, countedBy: 'consecutive5xxErrors', request: 5 },
    ]);
  });

  test('a connection that is refused does, as 503', () => {
    expect(ejectionsOf(options, oneHostDown(PAYMENTS))).toMatchObject([{ request: 3, atMs: 50 }]);
  });

  test('a deadline that is over does, as 504: 3 x 2s', () => {
    expect(ejectionsOf(options, slow(PAYMENTS, Duration.seconds(3)))).toMatchObject([
      { countedBy: 'consecutiveGatewayErrors', request: 3, atMs: 6000 },
    ]);
  });
});

// each request is tried at the hosts 1, 2 and 3: 400 ms each, pauses of 25 and 50 ms, 1275 ms in all
test('a try that its own timeout cuts off counts as 504: 4 x 1275 + 400', () => {
  const declared = shop((chart) => {
    const payments = aService(chart, 'payments', {
      scale: Scale.fixed(3),
      operations: { quote: Operation.safe('GET /quotes') },
    });
    aService(chart, 'orders').calls(payments.operations.quote, {
      timeout: Duration.seconds(3),
      retries: Retries.upTo(2, { perTryTimeout: Duration.millis(400) }),
    });
  });
  const when = slow(PAYMENTS, Duration.seconds(1));
  expect(
    declared.simulate({ from: 'shop/orders', to: PAYMENTS, path: '/quotes', when }),
  ).toMatchObject({
    ms: 1275,
    ejections: [{ host: 1, request: 5, try: 1, atMs: 5500, afterFailures: 5 }],
  });
});

// seen on Envoy 1.40, splitExternalLocalOriginErrors: each connection that is made begins the row anew
describe('failures to connect that are counted apart', () => {
  const options = { consecutiveLocalOriginFailures: 4 };

  test('eject by themselves: 3 x 25 ms', () => {
    expect(ejectionsOf(options, oneHostDown(PAYMENTS))).toMatchObject([
      {
        afterFailures: 4,
        countedBy: 'consecutiveLocalOriginFailures',
        request: 4,
        atMs: 75,
      },
    ]);
  });

  test('leave answers to the others', () => {
    expect(ejectionsOf(options, failing(PAYMENTS))).toMatchObject([
      { afterFailures: 5, countedBy: 'consecutive5xxErrors' },
    ]);
  });

  test('are no answers that come too late', () => {
    expect(ejectionsOf(options, slow(PAYMENTS, Duration.seconds(3)))).toEqual([]);
  });
});

test('a call that has a rule of its own ejects by that', () => {
  const { ejections } = system({}, { consecutive5xxErrors: 2 }).simulate({
    ...CALL,
    when: failing(PAYMENTS),
  });
  expect(ejections).toMatchObject([{ afterFailures: 2, request: 2 }]);
});

test('where nothing may be ejected nothing is', () => {
  const declared = shop((chart) => {
    aService(chart, 'orders').calls(
      aService(chart, 'payments', { outlierDetection: OutlierDetection.off('a test') }),
    );
  });
  const when = failing(PAYMENTS);
  expect(declared.simulate({ from: 'shop/orders', to: PAYMENTS, when }).ejections).toEqual([]);
});

test('an address of an external service is ejected where there is another', () => {
  const declared = shop((chart) => {
    const ledger = DataStore.postgres(chart, 'ledger', {
      host: 'ledger.example.com',
      endpoints: 3,
    });
    aService(chart, 'orders').calls(ledger);
  });
  const when = oneHostDown('shop/ledger');
  expect(
    declared.simulate({ from: 'shop/orders', to: 'shop/ledger', when }).ejections,
  ).toMatchObject([
    { host: 1, countedBy: 'consecutiveLocalOriginFailures', request: 5, try: 1, atMs: 0 },
  ]);
});
