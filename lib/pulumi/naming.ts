import { groupOf, type Manifest } from './manifest';

type Versioned = Pick<Manifest, 'apiVersion' | 'kind'>;

/**
 * The type of the resource that is one object.
 *
 * The core group is `core/v1`: the provider refuses `kubernetes:v1:Service`, and mocks do not notice.
 */
export function typeToken({ apiVersion, kind }: Versioned): string {
  return `kubernetes:${apiVersion.includes('/') ? apiVersion : `core/${apiVersion}`}:${kind}`;
}

/**
 * The name of the resource that is one object: what the cluster calls it, so that moving or renaming a construct
 * changes nothing.
 */
export function resourceName({ metadata }: Manifest, cluster: string | undefined): string {
  const name =
    metadata.namespace === undefined ? metadata.name : `${metadata.namespace}/${metadata.name}`;
  return cluster === undefined ? name : `${cluster}:${name}`;
}

// Versions of custom resources that one object has been written with. The provider's own classes know those of
// Kubernetes' kinds; a change of the version is an update then, and not a deletion with a creation.
const FORMER_VERSIONS: Readonly<Record<string, readonly string[]>> = {
  'gateway.networking.k8s.io': ['v1', 'v1beta1', 'v1alpha2'],
  'networking.istio.io': ['v1', 'v1beta1', 'v1alpha3'],
  'security.istio.io': ['v1', 'v1beta1'],
  'telemetry.istio.io': ['v1', 'v1alpha1'],
};

/** Type tokens under which the same object may be in the state. */
export function formerTypes(object: Versioned): readonly string[] {
  const group = groupOf(object);
  return (FORMER_VERSIONS[group] ?? [])
    .map((version) => ({ apiVersion: `${group}/${version}`, kind: object.kind }))
    .filter(({ apiVersion }) => apiVersion !== object.apiVersion)
    .map(typeToken);
}
