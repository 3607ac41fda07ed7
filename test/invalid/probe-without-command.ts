import type { Chart } from 'cdk8s';
import { Probe } from '../../constructs';
import type { FindingCode } from '../../lib/findings/catalogue';
import { aService } from '../support/declare';

export const expected: readonly FindingCode[] = ['MW0117'];

export function build(chart: Chart): void {
  aService(chart, 'cart', { liveness: Probe.exec([]) });
}
