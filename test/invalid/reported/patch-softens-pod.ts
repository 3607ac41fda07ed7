import { JsonPatch, type Chart } from 'cdk8s';
import type { FindingCode } from '../../../lib/findings/catalogue';
import { aService } from '../../support/declare';

export const expected: readonly FindingCode[] = ['MW1057'];

export function build(chart: Chart): void {
  const orders = aService(chart, 'orders');
  const user = '/spec/template/spec/securityContext/runAsNonRoot';
  orders.deployment.addJsonPatch(JsonPatch.remove(user));
}
