import { Duration, type Chart } from 'cdk8s';
import { Experiment, Fault, Mesh, Port } from '../../constructs';
import type { FindingCode } from '../../lib/findings/catalogue';
import { aService } from '../support/declare';

export const expected: readonly FindingCode[] = ['MW0802'];

export function build(chart: Chart): void {
  new Mesh(chart, 'mesh', { environment: 'test' });
  const cart = aService(chart, 'cart', { ports: { main: Port.tcp(7000) } });
  aService(chart, 'orders').calls(cart);
  new Experiment(chart, 'slow', {
    on: cart,
    fault: Fault.delay(Duration.seconds(1)),
    expires: '2027-01-31',
  });
}
