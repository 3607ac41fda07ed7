import { ApiObject, type Chart } from 'cdk8s';
import type { FindingCode } from '../../lib/findings/catalogue';
import { tokenFor } from '../../lib/values/token';
import { aService } from '../support/declare';

export const expected: readonly FindingCode[] = ['MW0904'];

export function build(chart: Chart): void {
  const token = tokenFor({ kind: 'value', value: 'cache', exposed: undefined });
  aService(chart, 'cart', { env: { CACHE: `redis://${token}:6379` } });
  const data = { cache: token };
  new ApiObject(chart, 'map', {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'map' },
    data,
  });
}
