import { Duration, type Chart } from 'cdk8s';
import type { FindingCode } from '../../../lib/findings/catalogue';
import { aService } from '../../support/declare';

export const expected: readonly FindingCode[] = ['MW1003'];

export function build(chart: Chart): void {
  const orders = aService(chart, 'orders');
  const payments = aService(chart, 'payments');
  const ledger = aService(chart, 'ledger');
  payments.calls(ledger, { timeout: Duration.seconds(3) });
  orders.calls(payments, { timeout: Duration.seconds(2) });
}
