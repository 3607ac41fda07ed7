import type { Chart } from 'cdk8s';
import { Distribution } from '../../constructs';
import type { FindingCode } from '../../lib/findings/catalogue';
import { aService } from '../support/declare';

export const expected: readonly FindingCode[] = ['MW0230'];

export function build(chart: Chart): void {
  const distribution = Distribution.of({ 'eu/1a/x/y': { 'eu/*': 80, 'us/*': 20 } });
  aService(chart, 'cart', { distribution });
}
