import { isAuthorized } from './authorization';
import { layer4Route } from './layer4-routes';
import type { Manifests } from './manifests';
import { mutualTlsMode } from './mutual-tls';
import { isEgressAllowed, isIngressAllowed } from './network-policy';
import type { HttpRequest } from './requests';
import { defaultRoute } from './route-summary';
import type { RouteSummary } from './route-summary';
import { httpRoute } from './routes';
import { isHostVisible, isRegistryOnly } from './sidecar';
import { findTarget, isNamed, targetThrough } from './targets';
import { findWorkload, isSame, listWorkloads, principalOf } from './workloads';
import type { Backend, Ref, ServiceTarget, Workload } from './workloads';

/** What is asked of a Service port; GET / where nothing else is said. */
export interface Request extends Partial<HttpRequest> {
  /** The Service's port. */
  readonly port: number;
  /** A Service with all its workloads, or one workload by its own name. */
  readonly to?: Ref;
}

export interface Call extends Request {
  readonly from: Ref;
  readonly to: Ref;
}

/** What each layer says of one call. */
export interface Verdict {
  /** False where the callee insists on mutual TLS and the caller has none to offer. */
  readonly mutualTls: boolean;
  readonly authorization: boolean;
  readonly networkPolicy: { readonly egress: boolean; readonly ingress: boolean };
  /** Whether the caller's proxy lets the call out: it knows the host, or is not REGISTRY_ONLY. */
  readonly sidecarScope: boolean;
  readonly route: RouteSummary | undefined;
  readonly allowed: boolean;
}

export interface Cell {
  readonly from: Workload;
  readonly to: Workload;
  readonly request: Request;
  readonly verdict: Verdict;
}

/** Whether a call gets through, layer by layer; of several workloads all must be reached. */
export function verdict(manifests: Manifests, call: Call): Verdict {
  const from = findWorkload(manifests, call.from);
  const target = findTarget(manifests, call.to, call.port);
  return judge(manifests, { from, target, request: call });
}

/**
 * Each request from every workload to every other one that has its port behind a Service;
 * a request with `to` only to that one.
 */
export function matrix(manifests: Manifests, requests: readonly Request[]): readonly Cell[] {
  const workloads = listWorkloads(manifests);
  return workloads.flatMap((to) =>
    requests.flatMap((request) => {
      if (request.to && !isNamed(manifests, to, request.to)) return [];
      const target = targetThrough(manifests, to, request.port);
      if (target === undefined) return [];
      const callers = workloads.filter((from) => !isSame(from, to));
      return callers.map((from) => ({
        from,
        to,
        request,
        verdict: judge(manifests, { from, target, request }),
      }));
    }),
  );
}

interface Question {
  readonly from: Workload;
  readonly target: ServiceTarget;
  readonly request: Request;
}

function judge(manifests: Manifests, question: Question): Verdict {
  const { from, target } = question;
  const isKnown = isHostVisible(manifests, from, target);
  const every = (holds: (backend: Backend) => boolean): boolean => target.backends.every(holds);
  // A proxy passes on what it does not know as it comes, without mutual TLS.
  const identify = (to: Backend): string | undefined =>
    isKnown ? identityAt(manifests, from, to) : undefined;
  const http = httpOf(question);
  const networkPolicy = {
    egress: every((to) =>
      isEgressAllowed(manifests, { pod: from, peer: to.workload, port: to.port }),
    ),
    ingress: every((to) =>
      isIngressAllowed(manifests, { pod: to.workload, peer: from, port: to.port }),
    ),
  };
  const route = routeOf(manifests, question, isKnown);
  const booleans = {
    mutualTls: every((to) => isMutualTlsMet(manifests, to, identify(to))),
    authorization: every((to) => {
      const incoming = { ...to, principal: identify(to), http };
      return !to.workload.isInjected || isAuthorized(manifests, incoming);
    }),
    sidecarScope: !from.isInjected || isKnown || !isRegistryOnly(manifests, from),
  };
  const layers = [...Object.values(booleans), networkPolicy.egress, networkPolicy.ingress];
  const isRouted = route !== undefined && route.destinations.length > 0;
  return { ...booleans, networkPolicy, route, allowed: isRouted && layers.every(Boolean) };
}

// Automatic mutual TLS: used where both ends have a proxy and the port does not disable it.
function identityAt(manifests: Manifests, from: Workload, to: Backend): string | undefined {
  const isMutual =
    from.isInjected &&
    to.workload.isInjected &&
    mutualTlsMode(manifests, to.workload, to.port) !== 'DISABLE';
  return isMutual ? principalOf(manifests, from) : undefined;
}

function isMutualTlsMet(manifests: Manifests, to: Backend, principal: string | undefined): boolean {
  const isWanted =
    to.workload.isInjected && mutualTlsMode(manifests, to.workload, to.port) === 'STRICT';
  return principal !== undefined || !isWanted;
}

function httpOf({ target, request }: Question): HttpRequest | undefined {
  const { method = 'GET', path = '/', headers, authority, scheme } = request;
  const isHttp =
    target.protocol === 'http' || (target.protocol === 'auto' && request.method !== undefined);
  return isHttp ? { method, path, headers, authority, scheme } : undefined;
}

function routeOf(
  manifests: Manifests,
  question: Question,
  isKnown: boolean,
): RouteSummary | undefined {
  const { from, target } = question;
  const { host, port, protocol } = target;
  if (protocol === 'udp') throw new Error(`${host}:${port}: UDP is not evaluated`);
  if (!from.isInjected) return { ...defaultRoute(host, port), name: 'direct' };
  if (!isKnown) {
    const passes = !isRegistryOnly(manifests, from);
    return passes ? { ...defaultRoute(host, port), name: 'passthrough' } : undefined;
  }
  const http = httpOf(question);
  return http
    ? httpRoute(manifests, from, { ...http, host, port })
    : layer4Route(manifests, from, { host, port });
}
