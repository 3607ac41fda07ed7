import { ApiObject, JsonPatch, type Chart } from 'cdk8s';
import type { FindingCode } from '../../../lib/findings/catalogue';
import { aService } from '../../support/declare';

export const expected: readonly FindingCode[] = ['MW1060'];

export function build(chart: Chart): void {
  const payments = aService(chart, 'payments');
  aService(chart, 'orders').calls(payments);
  ApiObject.of(payments.node.findChild('Deployment-v1')).addJsonPatch(
    JsonPatch.add('/spec/template/spec/containers/-', { name: 'debug', image: 'busybox:1.37' }),
  );
}
