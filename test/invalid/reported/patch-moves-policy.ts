import { ApiObject, JsonPatch, type Chart } from 'cdk8s';
import type { FindingCode } from '../../../lib/findings/catalogue';
import { aService } from '../../support/declare';

export const expected: readonly FindingCode[] = ['MW1058'];

export function build(chart: Chart): void {
  const payments = aService(chart, 'payments');
  const object = ApiObject.of(payments.node.findChild('DestinationRule'));
  object.addJsonPatch(JsonPatch.replace('/spec/host', 'orders'));
}
