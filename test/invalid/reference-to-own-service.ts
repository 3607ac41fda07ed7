import type { Chart } from 'cdk8s';
import { Identity, ServiceReference } from '../../constructs';
import type { FindingCode } from '../../lib/findings/catalogue';
import { aService } from '../support/declare';

export const expected: readonly FindingCode[] = ['MW0419'];

export function build(chart: Chart): void {
  aService(chart, 'payments');
  const reference = ServiceReference.of(chart, 'elsewhere', {
    host: 'payments.shop.svc.cluster.local',
    port: 8080,
    identity: Identity.of('shop', 'payments'),
  });
  aService(chart, 'orders').calls(reference);
}
