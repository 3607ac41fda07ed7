import { Duration } from 'cdk8s';
import { Operation, type ServiceOperation } from '../../../constructs';
import { aService, errors, lines, shop } from '../../support/declare';

const OPERATIONS = {
  quote: Operation.safe('GET /quotes/{id}'),
  charge: Operation.keyed('POST /charges', { keyHeader: 'Idempotency-Key' }),
  refund: Operation.unsafe('POST /refunds'),
};

test('a call to an operation is a call to that operation alone', () => {
  const system = shop((chart) => {
    const payments = aService(chart, 'payments', { operations: OPERATIONS });
    aService(chart, 'orders').calls(payments.operations.quote);
  });
  expect(lines(system)).toEqual([]);
  expect(system.calls()).toMatchObject([
    { from: 'shop/orders', to: 'shop/payments', operation: 'quote', port: 8080 },
  ]);
});

test('a call may name several operations, and becomes one call for each, with one policy', () => {
  const system = shop((chart) => {
    const payments = aService(chart, 'payments', { operations: OPERATIONS });
    const { refund, quote } = payments.operations;
    aService(chart, 'orders').calls(payments, {
      operations: [refund, quote, refund],
      timeout: Duration.seconds(7),
    });
  });
  expect(lines(system)).toEqual([]);
  expect(system.calls().map(({ operation, deadlineMs }) => [operation, deadlineMs])).toEqual([
    ['quote', 7000],
    ['refund', 7000],
  ]);
});

test('a service with operations may still be called as a whole', () => {
  const system = shop((chart) => {
    const payments = aService(chart, 'payments', { operations: OPERATIONS });
    aService(chart, 'orders').calls(payments);
  });
  expect(lines(system)).toEqual([]);
  expect(system.calls()).toMatchObject([{ to: 'shop/payments', operation: undefined }]);
});

test('a list without operations calls nothing, and is an error', () => {
  const system = shop((chart) => {
    aService(chart, 'orders').calls(aService(chart, 'payments'), { operations: [] });
  });
  expect(errors(system)).toEqual([
    '[shop/orders] MW0402 calls(payments): got [], want at least one operation; name one, or call ' +
      'the service as a whole',
  ]);
  expect(system.calls()).toEqual([]);
});

test('an operation of another service is an error, and the others are still called', () => {
  const system = shop((chart) => {
    const payments = aService(chart, 'payments', { operations: OPERATIONS });
    const ledger = aService(chart, 'ledger', { operations: { book: Operation.unsafe('POST /b') } });
    aService(chart, 'orders').calls(payments, {
      operations: [payments.operations.refund, ledger.operations.book],
    });
  });
  expect(errors(system)).toEqual([
    '[shop/orders] MW0403 calls(payments).operations: got "book", want operations of the service ' +
      'that is called; call each service on its own',
  ]);
  expect(system.calls()).toMatchObject([{ operation: 'refund' }]);
});

test('what is no operation is an error, as plain JavaScript may give it', () => {
  const system = shop((chart) => {
    const operations = ['refund' as unknown as ServiceOperation<'unsafe'>];
    aService(chart, 'orders').calls(aService(chart, 'payments'), { operations });
  });
  expect(errors(system)).toEqual([
    '[shop/orders] MW0016 calls(payments).operations: got "refund", want a value made by the ' +
      'factories of the class that the property names; use one of its factories',
  ]);
});

test('a keyed operation without the name of its header is an error', () => {
  const system = shop((chart) => {
    const charge = Operation.keyed('POST /charges', { keyHeader: 'Idempotency Key' });
    aService(chart, 'payments', { operations: { charge } });
  });
  expect(errors(system)).toEqual([
    '[shop/payments] MW0012 operations.charge.keyHeader: got "Idempotency Key", want an HTTP token: ' +
      "letters, digits and -_.~!#$%&'*+^`|; rename it",
  ]);
});
