import type { Chart } from 'cdk8s';
import { AdaptiveConcurrency } from '../../constructs';
import type { FindingCode } from '../../lib/findings/catalogue';
import { aService } from '../support/declare';

export const expected: readonly FindingCode[] = ['MW0705'];

export function build(chart: Chart): void {
  aService(chart, 'cart', {
    adaptiveConcurrency: AdaptiveConcurrency.measured({ minConcurrency: 13, maxConcurrency: 7 }),
  });
}
