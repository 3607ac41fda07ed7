import type { Chart } from 'cdk8s';
import { RateLimit, type CallerReference } from '../../constructs';
import type { FindingCode } from '../../lib/findings/catalogue';
import { aService } from '../support/declare';

export const expected: readonly FindingCode[] = ['MW0016'];

export function build(chart: Chart): void {
  const caller = 'orders' as unknown as CallerReference;
  aService(chart, 'cart', { rateLimits: [RateLimit.perReplica(10, { caller })] });
}
