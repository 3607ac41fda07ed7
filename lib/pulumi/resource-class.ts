import * as kubernetes from '@pulumi/kubernetes';
import type * as pulumi from '@pulumi/pulumi';
import type { Manifest } from './manifest';
import { groupOf } from './manifest';
import { typeToken } from './naming';

/** A class of resources that are one object each. */
export type ResourceClass = new (
  name: string,
  args: Record<string, unknown>,
  options: pulumi.CustomResourceOptions,
) => pulumi.CustomResource;

type Versioned = Pick<Manifest, 'apiVersion' | 'kind'>;

/**
 * The provider's own class for `object`, which knows its former API versions and what is secret in it; undefined for a
 * custom resource.
 */
export function typedClass(object: Versioned): ResourceClass | undefined {
  const [group = 'core'] = groupOf(object).split('.').filter(Boolean);
  const version = object.apiVersion.split('/').at(-1) ?? '';
  const found = [group, version, object.kind].reduce<unknown>(propertyOf, kubernetes);
  // `gateway.networking.k8s.io` and the like begin as a group of Kubernetes may
  const type = propertyOf(found, '__pulumiType');
  return type === typeToken(object) ? (found as ResourceClass) : undefined;
}

function propertyOf(value: unknown, name: string): unknown {
  const hasProperties =
    (typeof value === 'object' && value !== null) || typeof value === 'function';
  return hasProperties ? (value as Record<string, unknown>)[name] : undefined;
}

/** The class for whatever the provider has no class for. */
export const UNTYPED = kubernetes.apiextensions.CustomResource as unknown as ResourceClass;
