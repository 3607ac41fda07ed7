import type { Chart } from 'cdk8s';
import { Distribution } from '../../constructs';
import type { FindingCode } from '../../lib/findings/catalogue';
import { aService } from '../support/declare';

export const expected: readonly FindingCode[] = ['MW0231'];

export function build(chart: Chart): void {
  aService(chart, 'cart', {
    distribution: Distribution.of({ 'eu/*': { 'eu/*': 80, 'us/*': 17 } }),
  });
}
