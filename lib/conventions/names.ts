/** Names of what one service becomes. A change here renames objects in clusters. */

/** The container that runs the user's image. */
export const APP_CONTAINER = 'app';

/** The version of a service that declares none. */
export const ONLY_VERSION = 'v1';

/** The objects that a namespace has of its own, as Istio expects them to be called. */
export const NAMESPACE_OBJECTS = 'default';

/** The workload of one version. */
export function workloadName(service: string, version: string): string {
  return `${service}-${version}`;
}

/** The VirtualService in which a controller keeps the weights of a service's versions. */
export function weightsName(service: string): string {
  return `${service}-weights`;
}

/** The rule that repeats the policy of a host in another namespace. No Service has a dot in its name. */
export function repeatedRuleName(host: {
  readonly name: string;
  readonly namespace: string;
}): string {
  return `${host.name}.${host.namespace}`;
}

/** The rule of one caller towards a host. */
export function edgeRuleName(
  host: { readonly name: string; readonly namespace: string },
  caller: string,
): string {
  return `${repeatedRuleName(host)}.${caller}`;
}

/** The headless Service that gives the pods of a StatefulSet their names. */
export function headlessName(service: string): string {
  return `${service}-pods`;
}

/** The fully qualified name of a Service. Istio takes any shorter name with a dot as already qualified. */
export function clusterHost(name: string, namespace: string, clusterDomain: string): string {
  return `${name}.${namespace}.svc.${clusterDomain}`;
}

/** The SPIFFE identity without its scheme, as AuthorizationPolicy's `principals` want it. */
export function principal(trustDomain: string, namespace: string, serviceAccount: string): string {
  return `${trustDomain}/ns/${namespace}/sa/${serviceAccount}`;
}

/** Stem of the environment variables that carry a callee's address: `LEDGER` of `ledger`, `REDIS_CART` of `redis-cart`. */
export function environmentStem(name: string): string {
  return name.toUpperCase().replace(/[^A-Z0-9]/g, '_');
}
