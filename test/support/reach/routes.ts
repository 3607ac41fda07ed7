import type { HttpMatch, HttpRoute } from './istio';
import { nameOf } from './manifests';
import type { Manifests } from './manifests';
import { findHosts } from './registry';
import type { HttpCall, HttpRequest } from './requests';
import { isCatchAll, isHttpMatchFor, matchesRequest } from './route-match';
import type { Listening } from './route-match';
import { defaultRoute, routeTarget } from './route-summary';
import type { RouteSummary } from './route-summary';
import { isHostVisible } from './sidecar';
import type { Caller } from './sidecar';
import { MESH, configuring, importedVirtualServices } from './virtual-services';
import type { VirtualService } from './virtual-services';

/** A route that the control plane gives a proxy, with what is left to match. */
export interface ConfiguredRoute {
  readonly match: HttpMatch | undefined;
  readonly summary: RouteSummary;
}

/**
 * The route of an HTTP request from a sidecar; undefined where its proxy does not know the
 * host, or answers 404 because no route of the host's VirtualService matches.
 */
export function httpRoute(
  manifests: Manifests,
  caller: Caller,
  call: HttpCall,
): RouteSummary | undefined {
  const [registered] = findHosts(manifests, caller.namespace, call);
  if (registered === undefined || !isHostVisible(manifests, caller, call)) return undefined;
  const listener = { proxy: { ...caller, gateway: MESH }, port: call.port };
  const imported = importedVirtualServices(manifests, caller, call.port);
  // A VirtualService without a route for this proxy and port is as if it were not there
  // (istio: pilot/pkg/networking/core/route/route.go, buildSidecarVirtualHostsForVirtualService).
  const routes = configuring(manifests, imported, call.host)
    .map((vs) => configuredRoutes(manifests, vs, listener))
    .find((configured) => configured.length > 0);
  const request = { ...call, authority: call.authority ?? call.host };
  return routes ? firstMatch(routes, request) : defaultRoute(registered.host, call.port);
}

/**
 * The HTTP routes of a VirtualService that concern a proxy's port, up to the first that takes
 * everything (istio: pilot/pkg/networking/core/route/route.go, BuildHTTPRoutesForVirtualService).
 */
export function configuredRoutes(
  manifests: Manifests,
  vs: VirtualService,
  listener: Omit<Listening, 'owner'>,
): readonly ConfiguredRoute[] {
  const where = { ...listener, owner: vs.metadata.namespace };
  const routes = (vs.spec.http ?? []).flatMap((route) =>
    matchesOf(route)
      .filter((match) => isHttpMatchFor(match, where))
      .map((match) => ({ match, summary: summarize(manifests, vs, { route, match }) })),
  );
  const last = routes.findIndex(({ match }) => isCatchAll(match));
  return last === -1 ? routes : routes.slice(0, last + 1);
}

export function firstMatch(
  routes: readonly ConfiguredRoute[],
  request: HttpRequest,
): RouteSummary | undefined {
  return routes.find(({ match }) => matchesRequest(match, request))?.summary;
}

function matchesOf(route: HttpRoute): readonly (HttpMatch | undefined)[] {
  return route.match === undefined || route.match.length === 0 ? [undefined] : route.match;
}

function summarize(
  manifests: Manifests,
  vs: VirtualService,
  { route, match }: { readonly route: HttpRoute; readonly match: HttpMatch | undefined },
): RouteSummary {
  if (route.delegate !== undefined) throw new Error(`${nameOf(vs)}: delegates are not evaluated`);
  return {
    name: (route.name ?? '') + (match?.name ? `.${match.name}` : ''),
    timeout: route.timeout,
    retries: route.retries,
    ...routeTarget(manifests, vs, route.route),
  };
}
