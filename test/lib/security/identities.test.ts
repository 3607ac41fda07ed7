import { aService, errors, lines, shop } from '../../support/declare';
import { beside } from '../rendered';

const REST =
  'want a service account for each service; remove `serviceAccount` from one of them, or give it ' +
  'another';

test('two services of one service account are an error for both: nobody can tell them apart', () => {
  const system = shop((chart) => {
    aService(chart, 'orders', { serviceAccount: 'till' });
    aService(chart, 'payments', { serviceAccount: 'till' });
  });
  expect(errors(system)).toEqual([
    `[shop/orders] MW0301 serviceAccount: got shop/till, as shop/payments, ${REST}`,
    `[shop/payments] MW0301 serviceAccount: got shop/till, as shop/orders, ${REST}`,
  ]);
});

test('a service that takes the account of another is such an error', () => {
  const system = shop((chart) => {
    aService(chart, 'orders');
    aService(chart, 'payments', { serviceAccount: 'orders' });
  });
  expect(errors(system)).toEqual([
    `[shop/orders] MW0301 serviceAccount: got shop/orders, as shop/payments, ${REST}`,
    `[shop/payments] MW0301 serviceAccount: got shop/orders, as shop/orders, ${REST}`,
  ]);
});

test('three of one account each name another', () => {
  const system = shop((chart) => {
    for (const name of ['a', 'b', 'c']) aService(chart, name, { serviceAccount: 'till' });
  });
  expect(errors(system).map((line) => line.replace(/,.*/, ''))).toEqual([
    '[shop/a] MW0301 serviceAccount: got shop/till',
    '[shop/b] MW0301 serviceAccount: got shop/till',
    '[shop/c] MW0301 serviceAccount: got shop/till',
  ]);
});

test.each([
  ['accounts of one name in two namespaces', 'till', 'bank'],
  ['accounts of their own', undefined, 'bank'],
])('%s are no error', (_what, serviceAccount, namespace) => {
  const system = shop((chart) => {
    aService(chart, 'orders', { serviceAccount });
    aService(beside(chart, namespace), 'orders', { serviceAccount });
  });
  expect(lines(system)).toEqual([]);
});
