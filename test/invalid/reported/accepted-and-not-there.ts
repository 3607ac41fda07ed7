import type { Chart } from 'cdk8s';
import { Findings } from '../../../constructs';
import type { FindingCode } from '../../../lib/findings/catalogue';
import { aService } from '../../support/declare';

export const expected: readonly FindingCode[] = ['MW1082'];

export function build(chart: Chart): void {
  Findings.accept(aService(chart, 'cart'), 'MW1004', 'two pods are what the licence allows');
}
