import type { Chart } from 'cdk8s';
import { MeshNamespace } from '../../constructs';
import type { FindingCode } from '../../lib/findings/catalogue';

export const expected: readonly FindingCode[] = ['MW0605'];

export function build(chart: Chart): void {
  new MeshNamespace(chart, 'namespace');
  new MeshNamespace(chart, 'again');
}
