import type { Chart } from 'cdk8s';
import { Operation, Retries } from '../../constructs';
import type { FindingCode } from '../../lib/findings/catalogue';
import { aService } from '../support/declare';

export const expected: readonly FindingCode[] = ['MW0203'];

export function build(chart: Chart): void {
  const ledger = aService(chart, 'ledger', {
    operations: { order: Operation.unsafe('POST /orders') },
  });
  aService(chart, 'cart').calls(ledger.operations.order, { retries: Retries.upTo(3) as never });
}
