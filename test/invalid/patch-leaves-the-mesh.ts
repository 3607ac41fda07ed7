import { JsonPatch, type Chart } from 'cdk8s';
import type { FindingCode } from '../../lib/findings/catalogue';
import { aService } from '../support/declare';

export const expected: readonly FindingCode[] = ['MW1059'];

export function build(chart: Chart): void {
  const orders = aService(chart, 'orders');
  orders.deployment.addJsonPatch(JsonPatch.add('/spec/template/spec/hostNetwork', true));
}
