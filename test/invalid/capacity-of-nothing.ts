import type { Chart } from 'cdk8s';
import { Capacity } from '../../constructs';
import type { FindingCode } from '../../lib/findings/catalogue';
import { aService } from '../support/declare';

export const expected: readonly FindingCode[] = ['MW0002'];

export function build(chart: Chart): void {
  aService(chart, 'cart', { capacity: Capacity.perReplica(0) });
}
