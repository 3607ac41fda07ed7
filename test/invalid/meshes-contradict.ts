import type { Chart } from 'cdk8s';
import { Mesh } from '../../constructs';
import type { FindingCode } from '../../lib/findings/catalogue';

export const expected: readonly FindingCode[] = ['MW0604'];

export function build(chart: Chart): void {
  new Mesh(chart, 'Mesh', { istio: '1.30' });
  new Mesh(chart, 'Other', { istio: '1.31' });
}
