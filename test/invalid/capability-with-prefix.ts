import type { Chart } from 'cdk8s';
import { PodHardening } from '../../constructs';
import type { FindingCode } from '../../lib/findings/catalogue';
import { aService } from '../support/declare';

export const expected: readonly FindingCode[] = ['MW0115'];

export function build(chart: Chart): void {
  const pod = PodHardening.capability('CAP_NET_BIND_SERVICE', 'listens on port 80');
  aService(chart, 'cart', { pod });
}
