import type { Chart } from 'cdk8s';
import { Scale } from '../../../constructs';
import type { FindingCode } from '../../../lib/findings/catalogue';
import { aService } from '../../support/declare';

export const expected: readonly FindingCode[] = ['MW1004'];

export function build(chart: Chart): void {
  aService(chart, 'cart', { scale: Scale.fixed(2) });
}
