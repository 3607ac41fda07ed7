import { mostSpecific, overlaps } from './hosts';
import type { Layer4Match, Layer4Route } from './istio';
import type { Manifests } from './manifests';
import { findHosts } from './registry';
import type { Endpoint, RegisteredHost } from './registry';
import { isLayer4MatchFor } from './route-match';
import { defaultRoute, routeTarget } from './route-summary';
import type { RouteSummary } from './route-summary';
import { isHostVisible } from './sidecar';
import type { Caller } from './sidecar';
import { MESH, hostsOf, importedVirtualServices } from './virtual-services';
import type { VirtualService } from './virtual-services';

interface Candidate {
  readonly vs: VirtualService;
  readonly route: Layer4Route;
  readonly match: Layer4Match | undefined;
}

/**
 * The route of a TCP or TLS connection from a sidecar; with TLS its server name is the host.
 * Undefined where the proxy does not know the host or no TLS route has the server name.
 */
export function layer4Route(
  manifests: Manifests,
  caller: Caller,
  endpoint: Endpoint,
): RouteSummary | undefined {
  const [registered] = findHosts(manifests, caller.namespace, endpoint);
  if (registered === undefined || !isHostVisible(manifests, caller, endpoint)) return undefined;
  const isTls = isTlsPort(registered, endpoint.port);
  const concerned = importedVirtualServices(manifests, caller, endpoint.port).filter((vs) =>
    hostsOf(manifests, vs).some((host) => overlaps(host, registered.host)),
  );
  const where = { proxy: { ...caller, gateway: MESH }, port: endpoint.port };
  const candidates = concerned
    .flatMap((vs) => candidatesOf(vs, isTls ? vs.spec.tls : vs.spec.tcp))
    .filter(({ vs, match }) => isLayer4MatchFor(match, { ...where, owner: vs.metadata.namespace }));
  if (candidates.length === 0) return defaultRoute(registered.host, endpoint.port);
  const found = isTls ? byServerName(candidates, endpoint.host) : candidates[0];
  return found && { name: '', ...routeTarget(manifests, found.vs, found.route.route) };
}

function isTlsPort(registered: RegisteredHost, port: number): boolean {
  return registered.ports.some(({ number, protocol }) => number === port && protocol === 'tls');
}

// istio: pilot/pkg/networking/core/tls.go skips routes without a destination.
function candidatesOf(
  vs: VirtualService,
  routes: readonly Layer4Route[] = [],
): readonly Candidate[] {
  return routes
    .filter(({ route }) => route !== undefined && route.length > 0)
    .flatMap((route): readonly Candidate[] => {
      const matches = route.match ?? [];
      if (matches.length === 0) return [{ vs, route, match: undefined }];
      return matches.map((match) => ({ vs, route, match: evaluable(match) }));
    });
}

function evaluable(match: Layer4Match): Layer4Match {
  if (match.destinationSubnets) throw new Error('destinationSubnets are not evaluated');
  return match;
}

// Envoy takes the most specific server name, whatever the order
// (envoy: api/envoy/config/listener/v3/listener_components.proto, FilterChainMatch).
function byServerName(candidates: readonly Candidate[], host: string): Candidate | undefined {
  const namesOf = ({ match }: Candidate): readonly string[] => match?.sniHosts ?? [];
  const name = mostSpecific(host, candidates.flatMap(namesOf));
  return candidates.find((candidate) => name !== undefined && namesOf(candidate).includes(name));
}
