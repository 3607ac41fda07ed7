import { ApiObject, JsonPatch, type Chart } from 'cdk8s';
import type { FindingCode } from '../../lib/findings/catalogue';
import { aService } from '../support/declare';

export const expected: readonly FindingCode[] = ['MW1052'];

export function build(chart: Chart): void {
  const orders = aService(chart, 'orders');
  const payments = aService(chart, 'payments');
  orders.calls(payments);
  ApiObject.of(payments.node.findChild('AuthorizationPolicy')).addJsonPatch(
    JsonPatch.add('/spec/rules/-', {}),
  );
}
