import { Chart } from 'cdk8s';
import type { FindingCode } from '../../lib/findings/catalogue';
import { aService } from '../support/declare';

export const expected: readonly FindingCode[] = ['MW0412', 'MW0301'];

export function build(chart: Chart): void {
  aService(chart, 'cart');
  aService(new Chart(chart, 'again', { namespace: 'shop' }), 'cart');
}
