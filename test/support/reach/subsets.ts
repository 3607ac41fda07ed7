import { effectiveRule } from './destination-rules';
import { isCoveredBy, qualify, serviceHost } from './hosts';
import type { Destination, Subset } from './istio';
import { hasLabels } from './labels';
import { nameOf, select } from './manifests';
import type { Manifests } from './manifests';
import type { RouteSummary } from './route-summary';
import type { Caller } from './sidecar';
import type { VirtualService } from './virtual-services';
import { selectedBy } from './workloads';

/** A subset that a route names and that leads nowhere. */
export interface DanglingSubset {
  /** `namespace/name` of the VirtualService. */
  readonly virtualService: string;
  readonly host: string;
  readonly subset: string;
  /** No DestinationRule of the host has it, or it selects no workload. */
  readonly reason: 'undefined' | 'empty';
}

/** Every subset named by a route or a mirror that no rule defines or that selects nothing. */
export function danglingSubsets(manifests: Manifests): readonly DanglingSubset[] {
  return select(manifests, 'VirtualService').flatMap((vs) =>
    destinationsOf(vs).flatMap(({ host: name, subset }) => {
      if (subset === undefined) return [];
      const host = qualify(manifests, name, vs.metadata.namespace);
      const reason = faultOf(manifests, host, definitions(manifests, host, subset));
      return reason ? [{ virtualService: nameOf(vs), host, subset, reason }] : [];
    }),
  );
}

/**
 * The subsets of a route that its caller's proxy has no endpoints for: which rule defines a
 * subset depends on who calls.
 */
export function missingSubsets(
  manifests: Manifests,
  caller: Caller,
  route: RouteSummary,
): readonly string[] {
  return route.destinations.flatMap(({ host, subset }) => {
    if (subset === undefined) return [];
    const { subsets = [] } = effectiveRule(manifests, caller, host) ?? {};
    const defined = subsets.filter(({ name }) => name === subset);
    return faultOf(manifests, host, defined) ? [subset] : [];
  });
}

function destinationsOf({ spec }: VirtualService): readonly Destination[] {
  const http = spec.http ?? [];
  const routes = [...http, ...(spec.tcp ?? []), ...(spec.tls ?? [])];
  return [
    ...routes.flatMap(({ route = [] }) => route.map(({ destination }) => destination)),
    ...http.flatMap(({ mirror, mirrors = [] }) => [
      ...(mirror ? [mirror] : []),
      ...mirrors.map(({ destination }) => destination),
    ]),
  ];
}

function definitions(manifests: Manifests, host: string, subset: string): readonly Subset[] {
  return select(manifests, 'DestinationRule')
    .filter(({ metadata, spec }) =>
      isCoveredBy(host, qualify(manifests, spec.host, metadata.namespace)),
    )
    .flatMap(({ spec }) => spec.subsets ?? [])
    .filter(({ name }) => name === subset);
}

function faultOf(
  manifests: Manifests,
  host: string,
  defined: readonly Subset[],
): DanglingSubset['reason'] | undefined {
  if (defined.length === 0) return 'undefined';
  return defined.some((subset) => hasEndpoint(manifests, host, subset)) ? undefined : 'empty';
}

function hasEndpoint(manifests: Manifests, host: string, { labels }: Subset): boolean {
  const services = select(manifests, 'Service').filter(
    ({ metadata }) => serviceHost(manifests, metadata.name, metadata.namespace) === host,
  );
  const entries = select(manifests, 'ServiceEntry').filter(({ spec }) => spec.hosts.includes(host));
  return [
    ...services.flatMap((service) => selectedBy(manifests, service)),
    ...entries.flatMap(({ spec }) => spec.endpoints ?? []),
  ].some((endpoint) => hasLabels(endpoint.labels ?? {}, labels));
}
