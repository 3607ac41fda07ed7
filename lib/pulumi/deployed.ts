import type { ApiObject } from 'cdk8s';
import type * as pulumi from '@pulumi/pulumi';

/** Where objects are deployed to. */
export interface Cluster {
  /** The provider of its resources; Pulumi's own when undefined. */
  readonly provider: pulumi.ProviderResource | undefined;
  /** What comes before their names. */
  readonly name: string | undefined;
}

interface Deployed {
  readonly cluster: Cluster;
  readonly resource: pulumi.CustomResource;
}

// an object goes to several clusters, so each has a resource of its own
const deployed = new WeakMap<ApiObject, readonly Deployed[]>();

/** Keeps the resource of `object` for later deployments to the same cluster. */
export function rememberDeployed(object: ApiObject, made: Deployed): void {
  deployed.set(object, [...(deployed.get(object) ?? []), made]);
}

/** The resource that an earlier deployment to `cluster` made of `object`. */
export function deployedTo(
  { provider, name }: Cluster,
  object: ApiObject,
): pulumi.CustomResource | undefined {
  const found = deployed
    .get(object)
    ?.find(({ cluster }) => cluster.provider === provider && cluster.name === name);
  return found?.resource;
}
