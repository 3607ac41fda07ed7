import { Duration, type Chart } from 'cdk8s';
import { Objective } from '../../../constructs';
import type { FindingCode } from '../../../lib/findings/catalogue';
import { aService } from '../../support/declare';

export const expected: readonly FindingCode[] = ['MW1010'];

export function build(chart: Chart): void {
  const within = (ms: number): Objective => Objective.latency(Duration.millis(ms), 99);
  const payments = aService(chart, 'payments', { objectives: [within(400)] });
  const orders = aService(chart, 'orders', { objectives: [within(300)] });
  orders.calls(payments);
}
