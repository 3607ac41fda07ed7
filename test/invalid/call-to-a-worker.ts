import type { Chart } from 'cdk8s';
import type { FindingCode } from '../../lib/findings/catalogue';
import { aService } from '../support/declare';

export const expected: readonly FindingCode[] = ['MW0405'];

export function build(chart: Chart): void {
  const worker = aService(chart, 'worker', { port: undefined });
  aService(chart, 'cart').calls(worker);
}
