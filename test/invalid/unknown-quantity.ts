import type { Chart } from 'cdk8s';
import type { FindingCode } from '../../lib/findings/catalogue';
import { aService } from '../support/declare';

export const expected: readonly FindingCode[] = ['MW0008'];

export function build(chart: Chart): void {
  aService(chart, 'cart', {
    resources: { cpu: { request: '110 millicores' }, memory: { limit: '130MB' } },
  });
}
