import { Chart } from 'cdk8s';
import type { FindingCode } from '../../lib/findings/catalogue';
import { aService } from '../support/declare';

export const expected: readonly FindingCode[] = ['MW0418'];

export function build(chart: Chart): void {
  const cart = aService(chart, 'cart');
  for (const namespace of ['books', 'games']) {
    cart.calls(aService(new Chart(chart, namespace, { namespace }), 'ledger'));
  }
}
