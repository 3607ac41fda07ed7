import { Duration, type Chart } from 'cdk8s';
import { Experiment, Fault, Mesh } from '../../constructs';
import type { FindingCode } from '../../lib/findings/catalogue';
import { aService } from '../support/declare';

export const expected: readonly FindingCode[] = ['MW0803'];

export function build(chart: Chart): void {
  new Mesh(chart, 'mesh', { environment: 'test' });
  const cart = aService(chart, 'cart');
  aService(chart, 'orders').calls(cart);
  const caller = aService(chart, 'reports');
  new Experiment(chart, 'slow', {
    on: cart,
    caller,
    fault: Fault.delay(Duration.seconds(1)),
    expires: '2027-01-31',
  });
}
