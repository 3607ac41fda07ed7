import type { Chart } from 'cdk8s';
import { ServiceReference } from '../../constructs';
import type { FindingCode } from '../../lib/findings/catalogue';

export const expected: readonly FindingCode[] = ['MW0016'];

export function build(chart: Chart): void {
  ServiceReference.of(chart, 'ledger', {
    host: 'ledger.books.svc.cluster.local',
    port: 8080,
  } as never);
}
