import type { Chart } from 'cdk8s';
import type { FindingCode } from '../../../lib/findings/catalogue';
import { aService } from '../../support/declare';

export const expected: readonly FindingCode[] = ['MW1011'];

export function build(chart: Chart): void {
  const ads = aService(chart, 'ads', { criticality: 'best-effort' });
  const orders = aService(chart, 'orders', { criticality: 'critical' });
  orders.calls(ads);
}
