import { Chart } from 'cdk8s';
import { DataStore } from '../../../constructs';
import type { FindingCode } from '../../../lib/findings/catalogue';
import { aService } from '../../support/declare';

export const expected: readonly FindingCode[] = ['MW0511'];

export function build(chart: Chart): void {
  const ledger = DataStore.postgres(chart, 'ledger', { host: 'ledger.db.svc.cluster.local' });
  const bank = new Chart(chart, 'bank', { namespace: 'bank' });
  aService(bank, 'payments').calls(ledger);
}
