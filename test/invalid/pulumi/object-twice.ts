import { ApiObject, type Chart } from 'cdk8s';
import type { FindingCode } from '../../../lib/findings/catalogue';

export const expected: readonly FindingCode[] = ['MW0909'];

export function build(chart: Chart): void {
  for (const id of ['one', 'two']) {
    const metadata = { name: 'same' };
    new ApiObject(chart, id, { apiVersion: 'v1', kind: 'ConfigMap', metadata });
  }
}
