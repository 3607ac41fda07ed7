import { App, Chart } from 'cdk8s';
import type { FindingCode } from '../../lib/findings/catalogue';
import { aService } from '../support/declare';

export const expected: readonly FindingCode[] = ['MW0409'];

export function build(chart: Chart): void {
  const other = new Chart(new App(), 'books', { namespace: 'books' });
  const ledger = aService(other, 'ledger');
  aService(chart, 'cart').calls(ledger);
}
