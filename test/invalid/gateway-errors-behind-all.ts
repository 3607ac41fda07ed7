import type { Chart } from 'cdk8s';
import { OutlierDetection } from '../../constructs';
import type { FindingCode } from '../../lib/findings/catalogue';
import { aService } from '../support/declare';

export const expected: readonly FindingCode[] = ['MW0235'];

export function build(chart: Chart): void {
  const outlierDetection = OutlierDetection.of({ consecutiveGatewayErrors: 5 });
  aService(chart, 'cart', { outlierDetection });
}
