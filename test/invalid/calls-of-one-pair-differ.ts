import type { Chart } from 'cdk8s';
import { Operation, Pool } from '../../constructs';
import type { FindingCode } from '../../lib/findings/catalogue';
import { aService } from '../support/declare';

export const expected: readonly FindingCode[] = ['MW0233'];

export function build(chart: Chart): void {
  const operations = { a: Operation.safe('GET /a'), b: Operation.safe('GET /b') };
  const cart = aService(chart, 'cart', { operations });
  const orders = aService(chart, 'orders');
  orders.calls(cart.operations.a, { pool: Pool.perReplica(7) });
  orders.calls(cart.operations.b, { pool: Pool.perReplica(11) });
}
