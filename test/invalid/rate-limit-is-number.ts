import type { Chart } from 'cdk8s';
import { type RateLimit } from '../../constructs';
import type { FindingCode } from '../../lib/findings/catalogue';
import { aService } from '../support/declare';

export const expected: readonly FindingCode[] = ['MW0016'];

export function build(chart: Chart): void {
  aService(chart, 'cart', { rateLimits: [10 as unknown as RateLimit] });
}
