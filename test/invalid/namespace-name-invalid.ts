import { Chart } from 'cdk8s';
import type { FindingCode } from '../../lib/findings/catalogue';
import { aService } from '../support/declare';

export const expected: readonly FindingCode[] = ['MW0606'];

export function build(chart: Chart): void {
  aService(new Chart(chart, 'books', { namespace: 'Books_And_More' }), 'ledger');
}
