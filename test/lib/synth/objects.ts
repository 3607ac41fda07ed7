import { ApiObject, type ApiObjectProps } from 'cdk8s';
import type { Construct } from 'constructs';

/** An object of no kind in particular. */
export function anObject(
  scope: Construct,
  id: string,
  fields: Partial<ApiObjectProps> & Readonly<Record<string, unknown>> = {},
): ApiObject {
  return new ApiObject(scope, id, { apiVersion: 'v1', kind: 'ConfigMap', ...fields });
}
