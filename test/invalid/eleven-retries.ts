import type { Chart } from 'cdk8s';
import { Retries } from '../../constructs';
import type { FindingCode } from '../../lib/findings/catalogue';
import { aService } from '../support/declare';

export const expected: readonly FindingCode[] = ['MW0201'];

export function build(chart: Chart): void {
  const ledger = aService(chart, 'ledger');
  aService(chart, 'cart').calls(ledger, { retries: Retries.ifUnreached(11) });
}
