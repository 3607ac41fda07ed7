import { Duration } from 'cdk8s';
import { Operation, OutlierDetection, Retries } from '../../../constructs';
import type { DeclaredSystem } from '../../../constructs/testing';
import { aService, errors, lines, shop } from '../../support/declare';
import { routeOf } from '../rendered';

function reading(retries: Retries, timeout?: Duration): DeclaredSystem {
  return shop((chart) => {
    const operations = { get: Operation.safe('GET /a') };
    const payments = aService(chart, 'payments', { operations });
    aService(chart, 'orders').calls(payments.operations.get, { retries, timeout });
  });
}

test('pauses, other pods and other places are as asked for', () => {
  const options = {
    backoff: Duration.millis(70),
    retryIgnorePreviousHosts: false,
    retryRemoteLocalities: true,
  };
  for (const retries of [Retries.upTo(2, options), Retries.ifUnreached(2, options)]) {
    const system = reading(retries);
    expect(lines(system)).toEqual([]);
    expect(routeOf(system, 'payments', 'shop.orders.get').retries).toMatchObject({
      attempts: 2,
      backoff: '70ms',
      retryIgnorePreviousHosts: false,
      retryRemoteLocalities: true,
    });
  }
});

test('longer pauses leave less for each try of a declared deadline', () => {
  const share = (backoff: Duration): unknown => {
    const system = reading(Retries.upTo(2, { backoff }), Duration.seconds(7));
    return routeOf(system, 'payments', 'shop.orders.get').retries?.perTryTimeout;
  };
  // (7000 - (1 + 2) x 25) / 3, and (7000 - (1 + 2) x 700) / 3
  expect([share(Duration.millis(25)), share(Duration.millis(700))]).toEqual(['2308ms', '1633ms']);
});

test('MW0206: pauses that take the whole deadline leave nothing to share', () => {
  const backoff = Duration.seconds(3);
  expect(errors(reading(Retries.upTo(2, { backoff }), Duration.seconds(7)))).toEqual([
    '[shop/orders] MW0206 calls(payments.get).retries: got a deadline of 7s, want at least 9003ms for 3 ' +
      'tries and the pauses between them; raise `timeout`, or lower the number of retries',
  ]);
});

test('MW0235: gateway errors that the count of all errors would eject for anyway are an error', () => {
  const detecting = (consecutiveGatewayErrors: number): string[] =>
    errors(
      shop((chart) => {
        const outlierDetection = OutlierDetection.of({
          consecutive5xxErrors: 7,
          consecutiveGatewayErrors,
        });
        aService(chart, 'payments', { outlierDetection });
      }),
    );
  expect(detecting(7)).toEqual([
    '[shop/payments] MW0235 outlierDetection.consecutiveGatewayErrors: got 7, want less than ' +
      'consecutive5xxErrors, 7, which counts them too; lower `consecutiveGatewayErrors`, or leave it out',
  ]);
  expect(detecting(6)).toEqual([]);
});
