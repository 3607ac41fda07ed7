import type { Chart } from 'cdk8s';
import { Mesh } from '../../constructs';
import type { FindingCode } from '../../lib/findings/catalogue';

export const expected: readonly FindingCode[] = ['MW1071'];

export function build(chart: Chart): void {
  new Mesh(chart, 'mesh', { limits: { amplification: 0.5 } });
}
