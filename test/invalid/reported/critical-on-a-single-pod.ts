import type { Chart } from 'cdk8s';
import { Scale } from '../../../constructs';
import type { FindingCode } from '../../../lib/findings/catalogue';
import { aService } from '../../support/declare';

export const expected: readonly FindingCode[] = ['MW0213', 'MW1012'];

export function build(chart: Chart): void {
  const redis = aService(chart, 'redis', { scale: Scale.fixed(1) });
  const orders = aService(chart, 'orders', { criticality: 'critical' });
  orders.calls(redis);
}
