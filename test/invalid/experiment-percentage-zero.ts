import type { Chart } from 'cdk8s';
import { Experiment, Fault, Mesh } from '../../constructs';
import type { FindingCode } from '../../lib/findings/catalogue';
import { aService } from '../support/declare';

export const expected: readonly FindingCode[] = ['MW0004'];

export function build(chart: Chart): void {
  new Mesh(chart, 'mesh', { environment: 'test' });
  const cart = aService(chart, 'cart');
  aService(chart, 'orders').calls(cart);
  new Experiment(chart, 'failing', {
    on: cart,
    fault: Fault.abort(503, { percent: 0 }),
    expires: '2027-01-31',
  });
}
