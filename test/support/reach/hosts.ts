import type { Manifests } from './manifests';

function isWildcard(host: string): boolean {
  return host.startsWith('*');
}

/** Whether `host` is covered by `other` (istio: pkg/config/host/name.go, SubsetOf). */
export function isCoveredBy(host: string, other: string): boolean {
  if (!isWildcard(other)) return host === other;
  if (!isWildcard(host)) return host.endsWith(other.slice(1));
  return host.length >= other.length && host.slice(1).endsWith(other.slice(1));
}

/** Whether one of the two covers the other (istio: pkg/config/host/name.go, Matches). */
export function overlaps(a: string, b: string): boolean {
  return isCoveredBy(a, b) || isCoveredBy(b, a);
}

/** Of the names that cover `host`, the exact one or else the longest wildcard. */
export function mostSpecific(host: string, names: readonly string[]): string | undefined {
  const covering = names.filter((name) => isCoveredBy(host, name));
  const exact = covering.find((name) => !isWildcard(name));
  return exact ?? covering.toSorted((a, b) => b.length - a.length)[0];
}

/**
 * A name without a dot is completed with the namespace of the resource that uses it; any
 * other is taken as it is (istio: pilot/pkg/model/config.go, ResolveShortnameToFQDN).
 */
export function qualify(manifests: Manifests, host: string, namespace: string): string {
  return host === '*' || host.includes('.') ? host : serviceHost(manifests, host, namespace);
}

/** The host that the mesh registers for a Kubernetes Service. */
export function serviceHost(manifests: Manifests, name: string, namespace: string): string {
  return `${name}.${namespace}.svc.${manifests.mesh.clusterDomain}`;
}

/** Whether a resource is seen from a namespace (pilot/pkg/model/push_context.go). */
export function isExported(
  exportTo: readonly string[] | undefined,
  owner: string,
  viewer: string,
): boolean {
  if (exportTo === undefined || exportTo.length === 0) return true;
  return exportTo.some((to) => to === '*' || to === viewer || (to === '.' && owner === viewer));
}
