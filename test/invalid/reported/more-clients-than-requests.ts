import type { Chart } from 'cdk8s';
import { Capacity, Scale } from '../../../constructs';
import type { FindingCode } from '../../../lib/findings/catalogue';
import { aService } from '../../support/declare';

export const expected: readonly FindingCode[] = ['MW0243'];

export function build(chart: Chart): void {
  const cart = aService(chart, 'cart', { capacity: Capacity.perReplica(2) });
  aService(chart, 'orders', { scale: Scale.fixed(7) }).calls(cart);
}
