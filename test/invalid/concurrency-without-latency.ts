import type { Chart, Duration } from 'cdk8s';
import { AdaptiveConcurrency } from '../../constructs';
import type { FindingCode } from '../../lib/findings/catalogue';
import { aService } from '../support/declare';

export const expected: readonly FindingCode[] = ['MW0003'];

export function build(chart: Chart): void {
  const minRtt = undefined as unknown as Duration;
  aService(chart, 'cart', { adaptiveConcurrency: AdaptiveConcurrency.fixed(minRtt) });
}
