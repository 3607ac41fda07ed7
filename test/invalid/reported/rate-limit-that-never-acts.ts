import type { Chart } from 'cdk8s';
import { Operation, RateLimit } from '../../../constructs';
import type { FindingCode } from '../../../lib/findings/catalogue';
import { aService } from '../../support/declare';

export const expected: readonly FindingCode[] = ['MW0709'];

export function build(chart: Chart): void {
  aService(chart, 'cart', {
    operations: { add: Operation.unsafe('POST /items') },
    rateLimits: [RateLimit.perReplica(10), RateLimit.perReplica(20, { operation: 'add' })],
  });
}
