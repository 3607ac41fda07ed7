import * as pulumi from '@pulumi/pulumi';
import { ApiObject, type Chart } from 'cdk8s';
import type { FindingCode } from '../../../lib/findings/catalogue';
import { asString } from '../../../lib/pulumi';

export const expected: readonly FindingCode[] = ['MW0905'];

export function build(chart: Chart): void {
  const data = { [asString(pulumi.output('key'))]: 'value' };
  const metadata = { name: 'map' };
  new ApiObject(chart, 'map', { apiVersion: 'v1', kind: 'ConfigMap', metadata, data });
}
