import type { Chart } from 'cdk8s';
import { DataStore, OutlierDetection } from '../../constructs';
import type { FindingCode } from '../../lib/findings/catalogue';

export const expected: readonly FindingCode[] = ['MW0249'];

export function build(chart: Chart): void {
  DataStore.postgres(chart, 'ledger', {
    address: '10.7.0.11',
    outlierDetection: OutlierDetection.of(),
  });
}
