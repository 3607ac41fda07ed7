import type { Chart } from 'cdk8s';
import { Workload } from '../../constructs';
import type { FindingCode } from '../../lib/findings/catalogue';
import { aService } from '../support/declare';

export const expected: readonly FindingCode[] = ['MW0109'];

export function build(chart: Chart): void {
  aService(chart, 'c'.repeat(59), { workload: Workload.stateful() });
}
