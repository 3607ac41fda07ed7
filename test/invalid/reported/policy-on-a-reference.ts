import { Duration, type Chart } from 'cdk8s';
import { Identity, ServiceReference } from '../../../constructs';
import type { FindingCode } from '../../../lib/findings/catalogue';
import { aService } from '../../support/declare';

export const expected: readonly FindingCode[] = ['MW0415'];

export function build(chart: Chart): void {
  const ledger = ServiceReference.of(chart, 'ledger', {
    host: 'ledger.books.svc.cluster.local',
    port: 8080,
    identity: Identity.of('books', 'ledger'),
  });
  aService(chart, 'cart').calls(ledger, { timeout: Duration.millis(700) });
}
