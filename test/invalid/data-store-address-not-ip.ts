import type { Chart } from 'cdk8s';
import { DataStore } from '../../constructs';
import type { FindingCode } from '../../lib/findings/catalogue';

export const expected: readonly FindingCode[] = ['MW0007'];

export function build(chart: Chart): void {
  DataStore.redis(chart, 'cache', { address: '10.0.0.311' });
}
