import { Duration, type Chart } from 'cdk8s';
import { Capacity, Load } from '../../../constructs';
import type { FindingCode } from '../../../lib/findings/catalogue';
import { aService } from '../../support/declare';

export const expected: readonly FindingCode[] = ['MW1005', 'MW1006'];

export function build(chart: Chart): void {
  const ledger = aService(chart, 'ledger', {
    capacity: Capacity.perReplica(2),
    ownTime: Duration.millis(100),
  });
  const orders = aService(chart, 'orders', { ownTime: Duration.millis(100) });
  const web = aService(chart, 'web');
  web.calls(orders, { load: Load.perSecond(100, { latency: Duration.millis(200) }) });
  orders.calls(ledger);
}
