import type { Chart } from 'cdk8s';
import { Identity, ServiceReference } from '../../constructs';
import type { FindingCode } from '../../lib/findings/catalogue';
import { aService } from '../support/declare';

export const expected: readonly FindingCode[] = ['MW0422'];

export function build(chart: Chart): void {
  const payments = ServiceReference.of(chart, 'payments', {
    host: 'payments',
    port: 8080,
    identity: Identity.of('shop', 'payments'),
  });
  aService(chart, 'orders').calls(payments);
}
