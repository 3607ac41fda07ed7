import type { Chart } from 'cdk8s';
import { Objective, Operation } from '../../../constructs';
import type { FindingCode } from '../../../lib/findings/catalogue';
import { aService } from '../../support/declare';

export const expected: readonly FindingCode[] = ['MW1009'];

export function build(chart: Chart): void {
  const payments = aService(chart, 'payments', {
    objectives: [Objective.availability(99.9)],
    operations: { quote: Operation.safe('GET /quotes') },
  });
  const orders = aService(chart, 'orders', { objectives: [Objective.availability(99.95)] });
  orders.calls(payments.operations.quote);
}
