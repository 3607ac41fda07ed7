import { Duration, type Chart } from 'cdk8s';
import { Load } from '../../constructs';
import type { FindingCode } from '../../lib/findings/catalogue';
import { aService } from '../support/declare';

export const expected: readonly FindingCode[] = ['MW0232'];

export function build(chart: Chart): void {
  const load = Load.perSecond(0, { latency: Duration.millis(70) });
  aService(chart, 'orders').calls(aService(chart, 'cart'), { load });
}
