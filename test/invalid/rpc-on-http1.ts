import type { Chart } from 'cdk8s';
import { Operation } from '../../constructs';
import type { FindingCode } from '../../lib/findings/catalogue';
import { aService } from '../support/declare';

export const expected: readonly FindingCode[] = ['MW0420'];

export function build(chart: Chart): void {
  const cart = aService(chart, 'cart', {
    operations: { get: Operation.safe('shop.v1.Cart/Get') },
  });
  aService(chart, 'orders').calls(cart.operations.get);
}
