import { qualify } from './hosts';
import type { Retries, WeightedDestination } from './istio';
import { nameOf } from './manifests';
import type { Manifests } from './manifests';
import type { VirtualService } from './virtual-services';

export interface RouteDestination {
  readonly host: string;
  readonly port?: number;
  readonly subset?: string;
  readonly weight: number;
}

/** What becomes of a call: where it goes, and under which deadline and retries. */
export interface RouteSummary {
  /** As Istio names it: the route's name and, after a dot, that of its match. */
  readonly name: string;
  /** `namespace/name`; undefined for the route that Istio makes where there is none. */
  readonly virtualService?: string;
  readonly timeout?: string;
  readonly retries?: Retries;
  /** Empty for a redirect or a direct response. */
  readonly destinations: readonly RouteDestination[];
}

// Of several destinations those of weight 0 are dropped
// (istio: pilot/pkg/networking/core/route/route.go, applyHTTPRouteDestination).
export function routeTarget(
  manifests: Manifests,
  vs: VirtualService,
  route: readonly WeightedDestination[] = [],
): Pick<RouteSummary, 'virtualService' | 'destinations'> {
  const destinations = route.map(({ destination, weight }) => ({
    host: qualify(manifests, destination.host, vs.metadata.namespace),
    port: destination.port?.number,
    subset: destination.subset,
    weight: route.length === 1 ? 100 : (weight ?? 0),
  }));
  return {
    virtualService: nameOf(vs),
    destinations: destinations.filter(({ weight }) => weight > 0),
  };
}

/** What a proxy does with a host that it knows and that no VirtualService configures. */
export function defaultRoute(host: string, port: number): RouteSummary {
  return { name: 'default', destinations: [{ host, port, weight: 100 }] };
}
