import type { Chart } from 'cdk8s';
import { Mesh, Workload } from '../../constructs';
import type { FindingCode } from '../../lib/findings/catalogue';
import { aService } from '../support/declare';

export const expected: readonly FindingCode[] = ['MW0123'];

export function build(chart: Chart): void {
  new Mesh(chart, 'Mesh', { sidecars: 'classic' });
  aService(chart, 'import', { port: undefined, workload: Workload.job() });
}
