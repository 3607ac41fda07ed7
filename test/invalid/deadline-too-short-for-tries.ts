import { Duration, type Chart } from 'cdk8s';
import { Operation, Retries } from '../../constructs';
import type { FindingCode } from '../../lib/findings/catalogue';
import { aService } from '../support/declare';

export const expected: readonly FindingCode[] = ['MW0206'];

export function build(chart: Chart): void {
  const ledger = aService(chart, 'ledger', {
    operations: { quote: Operation.safe('GET /quotes/{id}') },
  });
  aService(chart, 'cart').calls(ledger.operations.quote, {
    timeout: Duration.millis(7),
    retries: Retries.upTo(1),
  });
}
