import { Duration, type Chart } from 'cdk8s';
import { Experiment, Fault, Mesh } from '../../constructs';
import type { FindingCode } from '../../lib/findings/catalogue';
import { aService } from '../support/declare';

export const expected: readonly FindingCode[] = ['MW0805'];

export function build(chart: Chart): void {
  new Mesh(chart, 'mesh', { environment: 'test' });
  const cart = aService(chart, 'cart');
  aService(chart, 'orders').calls(cart);
  const fault = Fault.delay(Duration.seconds(1));
  new Experiment(chart, 'slow', { on: cart, fault, expires: '2027-02-29' });
}
