import type { Chart } from 'cdk8s';
import { DataStore } from '../../constructs';
import type { FindingCode } from '../../lib/findings/catalogue';

export const expected: readonly FindingCode[] = ['MW0413'];

export function build(chart: Chart): void {
  DataStore.postgres(chart, 'ledger', { address: '10.7.11.13' });
  DataStore.postgres(chart, 'archive', { address: '10.7.11.13' });
}
