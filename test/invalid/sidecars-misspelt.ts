import type { Chart } from 'cdk8s';
import { Mesh } from '../../constructs';
import type { FindingCode } from '../../lib/findings/catalogue';

export const expected: readonly FindingCode[] = ['MW0021'];

export function build(chart: Chart): void {
  new Mesh(chart, 'Mesh', { sidecars: 'Native' as never });
}
