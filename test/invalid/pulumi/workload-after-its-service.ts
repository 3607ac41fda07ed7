import type { Chart } from 'cdk8s';
import type { FindingCode } from '../../../lib/findings/catalogue';
import { aService } from '../../support/declare';

export const expected: readonly FindingCode[] = ['MW0907'];

export function build(chart: Chart): void {
  const { deployment, service } = aService(chart, 'cart');
  if (service !== undefined) deployment.node.addDependency(service);
}
