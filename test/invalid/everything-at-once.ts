import { Chart } from 'cdk8s';
import { Scale } from '../../constructs';
import type { FindingCode } from '../../lib/findings/catalogue';
import { aService } from '../support/declare';

export const expected: readonly FindingCode[] = [
  'MW0001',
  'MW0101',
  'MW0108',
  'MW0112',
  'MW0113',
  'MW0606',
];

export function build(chart: Chart): void {
  const books = new Chart(chart, 'books', { namespace: 'Books' });
  aService(books, 'Cart', {
    image: '',
    port: -7,
    scale: Scale.between(11, 7),
    env: { WORKERS: 13 as never },
  });
}
