import type { Chart } from 'cdk8s';
import { Failover } from '../../../constructs';
import type { FindingCode } from '../../../lib/findings/catalogue';
import { aService } from '../../support/declare';

export const expected: readonly FindingCode[] = ['MW1017'];

export function build(chart: Chart): void {
  const payments = aService(chart, 'payments', { failover: Failover.regions('eu-1', 'eu-2') });
  const orders = aService(chart, 'orders', { failover: Failover.regions('eu-1', 'us-1') });
  orders.calls(payments);
}
