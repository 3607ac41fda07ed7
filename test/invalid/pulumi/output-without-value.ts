import * as pulumi from '@pulumi/pulumi';
import { ApiObject, type Chart } from 'cdk8s';
import type { FindingCode } from '../../../lib/findings/catalogue';
import { asString } from '../../../lib/pulumi';

export const expected: readonly FindingCode[] = ['MW0912'];

export function build(chart: Chart): void {
  const nothing = pulumi.output(undefined) as unknown as pulumi.Output<string>;
  const data = { key: asString(nothing) };
  const metadata = { name: 'map' };
  new ApiObject(chart, 'map', { apiVersion: 'v1', kind: 'ConfigMap', metadata, data });
}
