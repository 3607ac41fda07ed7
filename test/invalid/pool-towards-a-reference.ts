import type { Chart } from 'cdk8s';
import { Identity, Pool, ServiceReference } from '../../constructs';
import type { FindingCode } from '../../lib/findings/catalogue';
import { aService } from '../support/declare';

export const expected: readonly FindingCode[] = ['MW0423'];

export function build(chart: Chart): void {
  const cart = ServiceReference.of(chart, 'cart', {
    host: 'cart.bank.svc.cluster.local',
    port: 8080,
    identity: Identity.of('bank', 'cart'),
  });
  aService(chart, 'orders').calls(cart, { pool: Pool.perReplica(7) });
}
