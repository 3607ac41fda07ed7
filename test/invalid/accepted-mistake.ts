import type { Chart } from 'cdk8s';
import { Findings } from '../../constructs';
import type { FindingCode } from '../../lib/findings/catalogue';
import { aService } from '../support/declare';

export const expected: readonly FindingCode[] = ['MW1081'];

export function build(chart: Chart): void {
  Findings.accept(aService(chart, 'cart'), 'MW0101', 'it does no harm');
}
