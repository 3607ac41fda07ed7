import { JsonPatch, type Chart } from 'cdk8s';
import type { FindingCode } from '../../lib/findings/catalogue';
import { aService } from '../support/declare';

export const expected: readonly FindingCode[] = ['MW1055'];

export function build(chart: Chart): void {
  const orders = aService(chart, 'orders');
  const label = '/spec/template/metadata/labels/app.kubernetes.io~1name';
  orders.deployment.addJsonPatch(JsonPatch.remove(label));
}
