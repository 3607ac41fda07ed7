import { Duration, type Chart } from 'cdk8s';
import type { FindingCode } from '../../../lib/findings/catalogue';
import { aService } from '../../support/declare';

export const expected: readonly FindingCode[] = ['MW0711'];

export function build(chart: Chart): void {
  const cart = aService(chart, 'cart', { streamIdleTimeout: Duration.seconds(1) });
  aService(chart, 'orders').calls(cart, { timeout: Duration.seconds(3) });
}
