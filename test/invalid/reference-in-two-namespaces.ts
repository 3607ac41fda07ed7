import type { Chart } from 'cdk8s';
import { Identity, ServiceReference } from '../../constructs';
import type { FindingCode } from '../../lib/findings/catalogue';

export const expected: readonly FindingCode[] = ['MW0421'];

export function build(chart: Chart): void {
  ServiceReference.of(chart, 'ledger', {
    host: 'ledger.books.svc.cluster.local',
    port: 8080,
    identity: Identity.of('games', 'ledger'),
  });
}
