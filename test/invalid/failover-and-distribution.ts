import type { Chart } from 'cdk8s';
import { Distribution, Failover } from '../../constructs';
import type { FindingCode } from '../../lib/findings/catalogue';
import { aService } from '../support/declare';

export const expected: readonly FindingCode[] = ['MW0227'];

export function build(chart: Chart): void {
  aService(chart, 'cart', {
    failover: Failover.regions('eu', 'us'),
    distribution: Distribution.of({ 'eu/*': { 'eu/*': 80, 'us/*': 20 } }),
  });
}
