import type { Chart } from 'cdk8s';
import type { FindingCode } from '../../lib/findings/catalogue';
import { aService } from '../support/declare';

export const expected: readonly FindingCode[] = ['MW0902'];

export function build(chart: Chart): void {
  aService(chart, 'cart', { serviceAccount: { __pulumiOutput: true } as never });
}
