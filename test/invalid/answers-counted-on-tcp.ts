import type { Chart } from 'cdk8s';
import { OutlierDetection, Port } from '../../constructs';
import type { FindingCode } from '../../lib/findings/catalogue';
import { aService } from '../support/declare';

export const expected: readonly FindingCode[] = ['MW0236'];

export function build(chart: Chart): void {
  const outlierDetection = OutlierDetection.of({ consecutive5xxErrors: 7 });
  aService(chart, 'cart', { port: Port.tcp(7000), outlierDetection });
}
