import { Duration, type Chart } from 'cdk8s';
import { Capacity, Load, Pool, Scale } from '../../../constructs';
import type { FindingCode } from '../../../lib/findings/catalogue';
import { aService } from '../../support/declare';

export const expected: readonly FindingCode[] = ['MW1021'];

export function build(chart: Chart): void {
  const ledger = aService(chart, 'ledger', {
    capacity: Capacity.perReplica(10),
    scale: Scale.between(3, 9),
  });
  const web = aService(chart, 'web');
  web.calls(ledger, {
    load: Load.perSecond(100, { latency: Duration.millis(400) }),
    pool: Pool.perReplica(50),
  });
}
