import { Duration, type Chart } from 'cdk8s';
import type { FindingCode } from '../../../lib/findings/catalogue';
import { aService } from '../../support/declare';

export const expected: readonly FindingCode[] = ['MW1002'];

export function build(chart: Chart): void {
  const orders = aService(chart, 'orders');
  const stock = aService(chart, 'stock');
  orders.calls(stock);
  stock.calls(orders, { timeout: Duration.seconds(20) });
}
