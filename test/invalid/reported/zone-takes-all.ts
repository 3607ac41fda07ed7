import type { Chart } from 'cdk8s';
import { Mesh, Scale } from '../../../constructs';
import type { FindingCode } from '../../../lib/findings/catalogue';
import { aService } from '../../support/declare';

export const expected: readonly FindingCode[] = ['MW1004', 'MW1014'];

export function build(chart: Chart): void {
  new Mesh(chart, 'mesh', { zones: { 'eu-1': ['eu-1a'] } });
  aService(chart, 'cart', { scale: Scale.fixed(2) });
}
