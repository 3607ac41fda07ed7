import type { Chart } from 'cdk8s';
import type { FindingCode } from '../../lib/findings/catalogue';
import { aService } from '../support/declare';

export const expected: readonly FindingCode[] = ['MW0410'];

export function build(chart: Chart): void {
  const cart = aService(chart, 'cart');
  const ledger = aService(chart, 'ledger');
  cart.calls(ledger);
  ledger.calls(cart);
}
