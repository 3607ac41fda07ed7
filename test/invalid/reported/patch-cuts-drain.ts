import { JsonPatch, type Chart } from 'cdk8s';
import type { FindingCode } from '../../../lib/findings/catalogue';
import { aService } from '../../support/declare';

export const expected: readonly FindingCode[] = ['MW1056'];

export function build(chart: Chart): void {
  const orders = aService(chart, 'orders');
  const grace = '/spec/template/spec/terminationGracePeriodSeconds';
  orders.deployment.addJsonPatch(JsonPatch.replace(grace, 16));
}
