import { Duration, type Chart } from 'cdk8s';
import { Load, Pool } from '../../../constructs';
import type { FindingCode } from '../../../lib/findings/catalogue';
import { aService } from '../../support/declare';

export const expected: readonly FindingCode[] = ['MW0242'];

export function build(chart: Chart): void {
  const load = Load.perSecond(700, { latency: Duration.millis(300) });
  aService(chart, 'orders').calls(aService(chart, 'cart'), { load, pool: Pool.perReplica(7) });
}
