import { Duration, type Chart } from 'cdk8s';
import { Experiment, Fault, Mesh } from '../../../constructs';
import type { FindingCode } from '../../../lib/findings/catalogue';
import { aService } from '../../support/declare';

export const expected: readonly FindingCode[] = ['MW0811'];

export function build(chart: Chart): void {
  new Mesh(chart, 'Mesh', { environment: 'test' });
  const payments = aService(chart, 'payments');
  aService(chart, 'orders').calls(payments);
  new Experiment(chart, 'slow-payments', {
    on: payments,
    fault: Fault.delay(Duration.millis(70)),
    expires: '2027-01-31',
  });
}
