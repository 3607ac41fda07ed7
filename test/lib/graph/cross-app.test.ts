import { App, Chart } from 'cdk8s';
import { GatewayTls, MeshGateway, Operation } from '../../../constructs';
import { aService, errors, lines, shop } from '../../support/declare';
import { systemOf } from '../../../constructs/testing';

const BOTH_IN_ONE =
  "want both ends in one app; use ServiceReference.of on the caller's side and permits on the callee's";

function foreign(): { readonly chart: Chart; readonly app: App } {
  const app = new App();
  return { app, chart: new Chart(app, 'bank', { namespace: 'bank' }) };
}

test('a call to a service of another app is an error that names both, and calls nothing', () => {
  const { app, chart: bank } = foreign();
  const payments = aService(bank, 'payments');
  const system = shop((chart) => aService(chart, 'orders').calls(payments));
  expect(errors(system)).toEqual([
    '[shop/orders] MW0409 calls(payments): got a call from shop/orders to bank/payments of another ' +
      `app, ${BOTH_IN_ONE}`,
  ]);
  expect(system.calls()).toEqual([]);
  expect(lines(systemOf(app))).toEqual([]);
});

test('a call to an operation of another app is the same error', () => {
  const { chart: bank } = foreign();
  const payments = aService(bank, 'payments', {
    operations: { refund: Operation.unsafe('POST /refunds') },
  });
  const system = shop((chart) => aService(chart, 'orders').calls(payments.operations.refund));
  expect(errors(system)).toEqual([
    expect.stringMatching(
      /^\[shop\/orders\] MW0409 calls\(payments\): got a call from shop\/orders to bank\/payments/,
    ),
  ]);
});

test('a gateway that leads into another app is the same error', () => {
  const { chart: bank } = foreign();
  const payments = aService(bank, 'payments');
  const system = shop((chart) => {
    const web = new MeshGateway(chart, 'web', { hosts: ['*'], tls: GatewayTls.secret('cert') });
    web.routes('/*', payments);
  });
  expect(errors(system)).toEqual([
    expect.stringMatching(/^\[shop\/web\] MW0409 calls\(payments\): got a call from shop\/web/),
  ]);
});

test('a chart beside the other, or below it, is the same app', () => {
  const system = shop((chart) => {
    const inner = new Chart(chart, 'inner', { namespace: 'bank' });
    aService(chart, 'orders').calls(aService(inner, 'payments'));
  });
  expect(lines(system)).toEqual([]);
  expect(system.calls()).toMatchObject([{ from: 'shop/orders', to: 'bank/payments' }]);
});
