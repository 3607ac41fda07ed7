import type { Chart } from 'cdk8s';
import { Experiment, Fault, Mesh, type ICallable } from '../../constructs';
import type { FindingCode } from '../../lib/findings/catalogue';
import { aService } from '../support/declare';

export const expected: readonly FindingCode[] = ['MW0417'];

export function build(chart: Chart): void {
  new Mesh(chart, 'mesh', { environment: 'test' });
  aService(chart, 'cart');
  const on = 'cart' as unknown as ICallable;
  new Experiment(chart, 'failing', { on, fault: Fault.abort(503), expires: '2027-01-31' });
}
