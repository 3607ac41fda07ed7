import type { Chart } from 'cdk8s';
import { DataStore } from '../../constructs';
import type { FindingCode } from '../../lib/findings/catalogue';

export const expected: readonly FindingCode[] = ['MW0502'];

export function build(chart: Chart): void {
  DataStore.postgres(chart, 'ledger', { host: 'ledger.db.example', address: '10.7.11.13' });
}
