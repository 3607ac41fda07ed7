/** Label keys that Kubernetes and Istio give a meaning to. */
export const LABEL = {
  /** @see https://kubernetes.io/docs/concepts/overview/working-with-objects/common-labels/ */
  name: 'app.kubernetes.io/name',
  managedBy: 'app.kubernetes.io/managed-by',
  /** Istio's canonical revision, and what DestinationRule subsets select. @see https://istio.io/latest/docs/ops/deployment/application-requirements/ */
  version: 'version',
  /** Set by the API server on every namespace. @see https://kubernetes.io/docs/reference/labels-annotations-taints/#kubernetes-io-metadata-name */
  namespaceName: 'kubernetes.io/metadata.name',
  inject: 'sidecar.istio.io/inject',
  revision: 'istio.io/rev',
  injection: 'istio-injection',
  podSecurity: (mode: 'enforce' | 'warn' | 'audit') => `pod-security.kubernetes.io/${mode}`,
} as const;

/** The value of {@link LABEL.managedBy} on every object. */
export const MANAGED_BY = 'meshwright';

/** Labels that select the pods of a service, of one version or of all. */
export function selectorOf(service: string, version?: string): Record<string, string> {
  return version === undefined
    ? { [LABEL.name]: service }
    : { [LABEL.name]: service, [LABEL.version]: version };
}

/** Labels on every object of a service. */
export function objectLabels(service: string, version?: string): Record<string, string> {
  return { [LABEL.managedBy]: MANAGED_BY, ...selectorOf(service, version) };
}

/** Topology keys of nodes. @see https://kubernetes.io/docs/reference/labels-annotations-taints/ */
export const TOPOLOGY = {
  region: 'topology.kubernetes.io/region',
  zone: 'topology.kubernetes.io/zone',
  host: 'kubernetes.io/hostname',
} as const;
