import type { Chart } from 'cdk8s';
import type { Failover } from '../../constructs';
import type { FindingCode } from '../../lib/findings/catalogue';
import { aService } from '../support/declare';

export const expected: readonly FindingCode[] = ['MW0228'];

export function build(chart: Chart): void {
  const backup = aService(chart, 'backup');
  aService(chart, 'cart', { failover: backup as unknown as Failover });
}
