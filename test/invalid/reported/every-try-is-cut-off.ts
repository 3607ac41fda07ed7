import { Duration, type Chart } from 'cdk8s';
import { Operation } from '../../../constructs';
import type { FindingCode } from '../../../lib/findings/catalogue';
import { aService } from '../../support/declare';

export const expected: readonly FindingCode[] = ['MW1020'];

export function build(chart: Chart): void {
  const orders = aService(chart, 'orders');
  const payments = aService(chart, 'payments', {
    ownTime: Duration.seconds(1),
    operations: { get: Operation.safe('GET /payments') },
  });
  // the default of two retries leaves each try a third of the deadline
  orders.calls(payments.operations.get, { timeout: Duration.seconds(2) });
}
