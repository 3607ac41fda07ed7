import type { Chart } from 'cdk8s';
import { Failover } from '../../constructs';
import type { FindingCode } from '../../lib/findings/catalogue';
import { aService } from '../support/declare';

export const expected: readonly FindingCode[] = ['MW0229'];

export function build(chart: Chart): void {
  aService(chart, 'cart', { failover: Failover.zones('eu-1a') });
}
