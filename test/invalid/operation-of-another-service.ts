import type { Chart } from 'cdk8s';
import { Operation } from '../../constructs';
import type { FindingCode } from '../../lib/findings/catalogue';
import { aService } from '../support/declare';

export const expected: readonly FindingCode[] = ['MW0403'];

export function build(chart: Chart): void {
  const operations = { quote: Operation.safe('GET /quotes/{id}') };
  const ledger = aService(chart, 'ledger', { operations });
  const rates = aService(chart, 'rates', { operations });
  aService(chart, 'cart').calls(ledger, {
    operations: [ledger.operations.quote, rates.operations.quote],
  });
}
