import type { Chart } from 'cdk8s';
import { Mesh } from '../../../constructs';
import type { FindingCode } from '../../../lib/findings/catalogue';
import { aService } from '../../support/declare';

export const expected: readonly FindingCode[] = ['MW1019'];

export function build(chart: Chart): void {
  // three pods over four zones may all be in the region of three
  new Mesh(chart, 'mesh', { zones: { 'eu-1': ['eu-1a', 'eu-1b', 'eu-1c'], 'us-1': ['us-1a'] } });
  aService(chart, 'orders').calls(aService(chart, 'payments'));
}
