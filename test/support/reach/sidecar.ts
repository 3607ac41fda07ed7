import { isCoveredBy } from './hosts';
import type { EgressListener, SidecarSpec } from './istio';
import type { Labels } from './kubernetes';
import { hasLabels } from './labels';
import { select } from './manifests';
import type { Manifests, ResourceOf } from './manifests';
import { findHosts } from './registry';
import type { Endpoint } from './registry';

/** A workload as its proxy presents it to the control plane. */
export interface Caller {
  readonly namespace: string;
  readonly labels: Labels;
}

/** A host in the namespace that owns it; `covers` says how it is compared with an import. */
export interface Importable {
  readonly namespace: string;
  readonly host: string;
  readonly covers: (host: string, imported: string) => boolean;
}

const EVERYTHING: EgressListener = { hosts: ['*/*'] };

/**
 * Whether the caller's proxy knows the endpoint: registered, exported to it and imported.
 *
 * A VirtualService can also make a host routable that is not imported itself: on port 80, or
 * beside another of its hosts (istio: pilot/pkg/networking/core/route/route.go,
 * buildSidecarVirtualHostsForVirtualService). That is not evaluated.
 */
export function isHostVisible(manifests: Manifests, caller: Caller, endpoint: Endpoint): boolean {
  const listener = egressListener(manifests, caller, endpoint.port);
  if (listener === undefined) return false;
  return findHosts(manifests, caller.namespace, endpoint).some(({ namespace, host }) =>
    isImported(listener, { namespace, host, covers: isCoveredBy }, caller.namespace),
  );
}

/** Whether the caller's proxy refuses what it does not know; otherwise that passes through. */
export function isRegistryOnly(manifests: Manifests, caller: Caller): boolean {
  const policy = sidecarOf(manifests, caller)?.outboundTrafficPolicy;
  // An empty policy is REGISTRY_ONLY, the zero value of the enumeration
  // (istio.io/api: networking/v1alpha3/sidecar.proto, OutboundTrafficPolicy.Mode).
  const mode = policy ? (policy.mode ?? 'REGISTRY_ONLY') : manifests.mesh.outboundTrafficPolicy;
  return mode === 'REGISTRY_ONLY';
}

/** The listener that serves a port: the one that names it, else the first that names none. */
export function egressListener(
  manifests: Manifests,
  caller: Caller,
  port: number,
): EgressListener | undefined {
  const { egress = [] } = sidecarOf(manifests, caller) ?? {};
  const listeners = egress.length === 0 ? [EVERYTHING] : egress;
  return listeners.find((listener) => listener.port === undefined || listener.port.number === port);
}

/** istio: pilot/pkg/model/sidecar.go, convertIstioListenerToWrapper and selectServices. */
export function isImported(
  listener: EgressListener,
  target: Importable,
  callerNamespace: string,
): boolean {
  const entries = listener.hosts.map((host) => parseImport(host, callerNamespace));
  const concerns = entries.filter(({ namespace }) => ['*', target.namespace].includes(namespace));
  const isExcluded = concerns.some(
    ({ excludes, host }) => excludes && isCoveredBy(target.host, host),
  );
  return (
    !isExcluded &&
    concerns.some(({ excludes, host }) => !excludes && target.covers(target.host, host))
  );
}

interface Import {
  readonly namespace: string;
  readonly host: string;
  readonly excludes: boolean;
}

// `~ns/host` excludes, and a bare `~` excludes in every namespace: hence `~/*` for nothing.
function parseImport(text: string, callerNamespace: string): Import {
  const [scope, host, ...rest] = text.split('/');
  if (scope === undefined || host === undefined || rest.length > 0) {
    throw new Error(`a Sidecar host is namespace/dnsName, got ${text}`);
  }
  const excludes = scope.startsWith('~');
  const namespace = excludes ? scope.slice(1) || '*' : scope;
  return { namespace: namespace === '.' ? callerNamespace : namespace, host, excludes };
}

// Selectors first, then the namespace's own, then that of the root namespace
// (istio: pilot/pkg/model/push_context.go, initSidecarScopes and getSidecarScope).
function sidecarOf(manifests: Manifests, caller: Caller): SidecarSpec | undefined {
  const own = select(manifests, 'Sidecar').filter(isIn(caller.namespace));
  const selecting = own.find(
    ({ spec }) => spec.workloadSelector && hasLabels(caller.labels, spec.workloadSelector.labels),
  );
  const root = select(manifests, 'Sidecar').filter(isIn(manifests.mesh.rootNamespace));
  const found = selecting ?? own.find(isForAll) ?? root.find(isForAll);
  return found?.spec;
}

function isIn(namespace: string): (sidecar: ResourceOf<'Sidecar'>) => boolean {
  return ({ metadata }) => metadata.namespace === namespace;
}

function isForAll({ spec }: ResourceOf<'Sidecar'>): boolean {
  return spec.workloadSelector === undefined;
}
