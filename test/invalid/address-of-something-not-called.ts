import type { Chart } from 'cdk8s';
import type { FindingCode } from '../../lib/findings/catalogue';
import { aService } from '../support/declare';

export const expected: readonly FindingCode[] = ['MW0408'];

export function build(chart: Chart): void {
  const ledger = aService(chart, 'ledger');
  aService(chart, 'cart', { env: { LEDGER: ledger.address() } });
}
