import type { Chart } from 'cdk8s';
import { Retries } from '../../constructs';
import type { FindingCode } from '../../lib/findings/catalogue';
import { aService } from '../support/declare';

export const expected: readonly FindingCode[] = ['MW0201'];

export function build(chart: Chart): void {
  aService(chart, 'orders').calls(aService(chart, 'payments'), { retries: Retries.ifUnreached(0) });
}
