import { Duration, type Chart } from 'cdk8s';
import type { FindingCode } from '../../lib/findings/catalogue';
import { aService } from '../support/declare';

export const expected: readonly FindingCode[] = ['MW0407'];

export function build(chart: Chart): void {
  const ledger = aService(chart, 'ledger');
  const cart = aService(chart, 'cart');
  cart.calls(ledger, { timeout: Duration.millis(700) });
  cart.calls(ledger, { timeout: Duration.millis(1300) });
}
