import { ApiObject, type Chart } from 'cdk8s';
import type { FindingCode } from '../../../lib/findings/catalogue';

export const expected: readonly FindingCode[] = ['MW0909'];

export function build(chart: Chart): void {
  for (const version of ['v1', 'v1beta1']) {
    new ApiObject(chart, version, {
      apiVersion: `networking.istio.io/${version}`,
      kind: 'VirtualService',
      metadata: { name: 'same' },
      spec: { hosts: ['same'] },
    });
  }
}
