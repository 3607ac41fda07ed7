import type { Chart } from 'cdk8s';
import { MeshNamespace } from '../../constructs';
import type { FindingCode } from '../../lib/findings/catalogue';
import { aService } from '../support/declare';

export const expected: readonly FindingCode[] = ['MW0412'];

export function build(chart: Chart): void {
  new MeshNamespace(chart, 'namespace');
  aService(chart, 'default');
}
