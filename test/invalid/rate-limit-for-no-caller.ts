import type { Chart } from 'cdk8s';
import { RateLimit } from '../../constructs';
import type { FindingCode } from '../../lib/findings/catalogue';
import { aService } from '../support/declare';

export const expected: readonly FindingCode[] = ['MW0707'];

export function build(chart: Chart): void {
  const orders = aService(chart, 'orders');
  aService(chart, 'cart', { rateLimits: [RateLimit.perReplica(10, { caller: orders })] });
}
