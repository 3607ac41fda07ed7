import { Duration, type Chart } from 'cdk8s';
import type { FindingCode } from '../../lib/findings/catalogue';
import { aService } from '../support/declare';

export const expected: readonly FindingCode[] = ['MW0138'];

export function build(chart: Chart): void {
  aService(chart, 'cart', {
    port: undefined,
    drain: { longestConnection: Duration.minutes(7) },
  });
}
