import type { Chart } from 'cdk8s';
import { Failover } from '../../constructs';
import type { FindingCode } from '../../lib/findings/catalogue';
import { aService } from '../support/declare';

export const expected: readonly FindingCode[] = ['MW1016'];

export function build(chart: Chart): void {
  aService(chart, 'records', {
    residency: ['eu-1', 'eu-2'],
    failover: Failover.regions('eu-1', 'us-1'),
  });
}
