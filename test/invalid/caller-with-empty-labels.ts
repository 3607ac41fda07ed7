import type { Chart } from 'cdk8s';
import { Caller } from '../../constructs';
import type { FindingCode } from '../../lib/findings/catalogue';
import { aService } from '../support/declare';

export const expected: readonly FindingCode[] = ['MW0304'];

export function build(chart: Chart): void {
  aService(chart, 'orders').permits(Caller.identity('web', 'shop', { labels: {} }));
}
