import { Duration, type Chart } from 'cdk8s';
import { Capacity, Load, Mesh } from '../../../constructs';
import type { FindingCode } from '../../../lib/findings/catalogue';
import { aService } from '../../support/declare';

export const expected: readonly FindingCode[] = ['MW1007'];

export function build(chart: Chart): void {
  new Mesh(chart, 'mesh', { zones: { 'eu-1': ['eu-1a', 'eu-1b', 'eu-1c'] } });
  const ledger = aService(chart, 'ledger', { capacity: Capacity.perReplica(10) });
  const web = aService(chart, 'web');
  web.calls(ledger, { load: Load.perSecond(100, { latency: Duration.millis(250) }) });
}
