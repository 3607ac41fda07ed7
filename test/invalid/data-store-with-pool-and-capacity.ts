import type { Chart } from 'cdk8s';
import { Capacity, DataStore, Pool } from '../../constructs';
import type { FindingCode } from '../../lib/findings/catalogue';

export const expected: readonly FindingCode[] = ['MW0244'];

export function build(chart: Chart): void {
  DataStore.postgres(chart, 'ledger', {
    address: '10.7.0.11',
    pool: Pool.perReplica(7),
    capacity: Capacity.total(100),
  });
}
