import type { Chart } from 'cdk8s';
import type { Fault } from '../../constructs';
import { Experiment, Mesh } from '../../constructs';
import type { FindingCode } from '../../lib/findings/catalogue';
import { aService } from '../support/declare';

export const expected: readonly FindingCode[] = ['MW0016'];

export function build(chart: Chart): void {
  new Mesh(chart, 'mesh', { environment: 'test' });
  const cart = aService(chart, 'cart');
  aService(chart, 'orders').calls(cart);
  const fault = 503 as unknown as Fault;
  new Experiment(chart, 'failing', { on: cart, fault, expires: '2027-01-31' });
}
