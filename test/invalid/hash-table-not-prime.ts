import type { Chart } from 'cdk8s';
import { HashTable, LoadBalancing } from '../../constructs';
import type { FindingCode } from '../../lib/findings/catalogue';
import { aService } from '../support/declare';

export const expected: readonly FindingCode[] = ['MW0225'];

export function build(chart: Chart): void {
  const table = HashTable.maglev(65_536);
  aService(chart, 'cart', { loadBalancing: LoadBalancing.byHeader('x-tenant', { table }) });
}
