import type { Chart } from 'cdk8s';
import { Objective } from '../../constructs';
import type { FindingCode } from '../../lib/findings/catalogue';
import { aService } from '../support/declare';

export const expected: readonly FindingCode[] = ['MW1070'];

export function build(chart: Chart): void {
  aService(chart, 'cart', { objectives: [Objective.availability(999)] });
}
