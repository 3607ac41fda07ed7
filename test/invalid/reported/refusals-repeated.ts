import type { Chart } from 'cdk8s';
import { Operation, RateLimit, Retries } from '../../../constructs';
import type { FindingCode } from '../../../lib/findings/catalogue';
import { aService } from '../../support/declare';

export const expected: readonly FindingCode[] = ['MW0710'];

export function build(chart: Chart): void {
  const cart = aService(chart, 'cart', {
    operations: { list: Operation.safe('GET /items') },
    rateLimits: [RateLimit.perReplica(10)],
  });
  const retries = Retries.upTo(1, { conditions: [429] });
  aService(chart, 'orders').calls(cart.operations.list, { retries });
}
