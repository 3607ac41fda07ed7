import type { Chart } from 'cdk8s';
import { Operation, Retries } from '../../constructs';
import type { FindingCode } from '../../lib/findings/catalogue';
import { aService } from '../support/declare';

export const expected: readonly FindingCode[] = ['MW0202'];

export function build(chart: Chart): void {
  const ledger = aService(chart, 'ledger', {
    operations: { quote: Operation.safe('GET /quotes/{id}') },
  });
  const retries = Retries.upTo(3, { conditions: ['timeout' as never, 307] });
  aService(chart, 'cart').calls(ledger.operations.quote, { retries });
}
