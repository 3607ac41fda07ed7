import type { Chart } from 'cdk8s';
import { LoadBalancing } from '../../constructs';
import type { FindingCode } from '../../lib/findings/catalogue';
import { aService } from '../support/declare';

export const expected: readonly FindingCode[] = ['MW0012'];

export function build(chart: Chart): void {
  aService(chart, 'cart', { loadBalancing: LoadBalancing.byHeader('user id') });
}
