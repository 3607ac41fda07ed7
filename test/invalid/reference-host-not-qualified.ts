import type { Chart } from 'cdk8s';
import { Identity, ServiceReference } from '../../constructs';
import type { FindingCode } from '../../lib/findings/catalogue';

export const expected: readonly FindingCode[] = ['MW0422'];

export function build(chart: Chart): void {
  ServiceReference.of(chart, 'ledger', {
    host: 'ledger',
    port: 8080,
    identity: Identity.of('books', 'ledger'),
  });
}
