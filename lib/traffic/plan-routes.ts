import type { EdgePlan, RequestCondition } from '../graph/edge';
import { compareSpecificity, type RequestPattern } from '../graph/request-pattern';
import type { TargetPlan } from '../graph/target';
import type { PortDeclaration } from '../workload/declaration';
import { NO_RETRIES, type RetryPlan } from './plan-retries';
import {
  mirrorOf,
  splitOf,
  versionVariants,
  type DelegatePlan,
  type DestinationPlan,
  type MirrorPlan,
  type VersionTraffic,
} from './plan-split';

/** Which requests a route takes. Everything given must hold. */
export interface RouteMatchPlan {
  readonly source:
    { readonly namespace: string; readonly labels: Readonly<Record<string, string>> } | undefined;
  readonly port: number | undefined;
  readonly request: RequestPattern | undefined;
  readonly conditions: readonly RequestCondition[];
}

/** One route of a VirtualService. */
export interface RoutePlan {
  readonly name: string;
  readonly match: RouteMatchPlan;
  /** None where another VirtualService says where requests go. */
  readonly destinations: readonly DestinationPlan[];
  readonly delegate: DelegatePlan | undefined;
  readonly mirror: MirrorPlan | undefined;
  readonly timeoutMs: number;
  readonly retries: RetryPlan;
}

/** A TCP route: all connections of a port, split by weight. */
export interface TcpRoutePlan {
  readonly port: number;
  readonly destinations: readonly DestinationPlan[];
}

/** How requests to a host are routed. */
export interface RoutingPlan {
  readonly name: string;
  readonly namespace: string;
  readonly host: string;
  readonly http: readonly RoutePlan[];
  readonly tcp: readonly TcpRoutePlan[];
}

/** What planning the routes of a host needs to know. */
export interface RoutingQuestion {
  readonly target: TargetPlan;
  readonly traffic: VersionTraffic;
  readonly edges: readonly EdgePlan[];
  readonly fallbackTimeoutMs: number;
}

/** The routes of every caller inside the mesh, then a last one per port that authorization denies to all others. */
export function planRouting(question: RoutingQuestion): RoutingPlan {
  const { target, traffic, edges, fallbackTimeoutMs } = question;
  const httpPorts = target.ports.filter(({ family }) => family === 'http');
  const portOf = (port: PortDeclaration): number | undefined =>
    httpPorts.length > 1 ? port.number : undefined;
  const http = httpPorts.flatMap((port) => [
    ...edges
      .filter((edge) => edge.caller.kind !== 'gateway' && hasProxy(edge) && edge.port === port)
      .sort(compareEdges)
      .flatMap((edge) =>
        edgeRoutes(edge, traffic, {
          name: routeName(edge),
          source: sourceOf(edge),
          port: portOf(port),
        }),
      ),
    {
      name: httpPorts.length > 1 ? `undeclared.${port.number}` : 'undeclared',
      match: { source: undefined, port: portOf(port), request: undefined, conditions: [] },
      destinations: splitOf(target, port.number, plainTraffic(traffic)),
      delegate: undefined,
      mirror: undefined,
      timeoutMs: fallbackTimeoutMs,
      retries: NO_RETRIES,
    },
  ]);
  const tcp = target.ports
    .filter(({ family }) => family === 'tcp' && traffic.hasSubsets)
    .map(({ number }) => ({
      port: number,
      destinations: splitOf(target, number, plainTraffic(traffic)),
    }));
  return { name: target.name, namespace: target.namespace, host: target.host, http, tcp };
}

function hasProxy({ caller }: EdgePlan): boolean {
  return caller.principal !== undefined;
}

/** Operations before whole services, specific paths before general ones; then by caller. */
export function compareEdges(a: EdgePlan, b: EdgePlan): number {
  if (a.request !== undefined && b.request !== undefined) {
    const order =
      compareSpecificity(a.request.path, b.request.path) ||
      methodRank(a.request) - methodRank(b.request);
    if (order !== 0) return order;
  } else if (a.request !== b.request) {
    return a.request === undefined ? 1 : -1;
  }
  if (a.condition !== b.condition && (a.condition === undefined || b.condition === undefined)) {
    return a.condition === undefined ? 1 : -1;
  }
  const [left, right] = [routeName(a), routeName(b)];
  return left < right ? -1 : Number(left > right);
}

function methodRank({ methods }: RequestPattern): number {
  return methods.length === 0 ? Number.MAX_SAFE_INTEGER : methods.length;
}

function sourceOf({ caller }: EdgePlan): RouteMatchPlan['source'] {
  return { namespace: caller.namespace, labels: caller.podLabels };
}

/** Without a cookie to set and a controller to ask: one version stands for all whose weights only that one knows. */
function plainTraffic(traffic: VersionTraffic): VersionTraffic {
  const { split, versions, hasSubsets, mirror, failover } = traffic;
  const [first] = versions.filter(({ when }) => when === undefined);
  return {
    split: { kind: 'request', cookie: undefined },
    versions: split.kind === 'controller' && first !== undefined ? [first] : versions,
    hasSubsets,
    mirror,
    failover,
  };
}

/** The routes of one edge: with and without its key, for each version that some requests are sent to, and for the rest. */
export function edgeRoutes(
  edge: EdgePlan,
  traffic: VersionTraffic,
  at: Pick<RoutePlan, 'name'> & Pick<RouteMatchPlan, 'source' | 'port'>,
): readonly RoutePlan[] {
  const { target, port, repeatability } = edge;
  const condition = edge.condition === undefined ? [] : [edge.condition];
  const mirror = mirrorOf(target, port.number, { traffic, repeatability });
  const versions = versionVariants(target, port.number, traffic);
  return keyVariants(edge).flatMap(({ suffix, retries, key }) =>
    versions.map((version) => ({
      name: `${at.name}${suffix}${version.suffix}`,
      match: {
        source: at.source,
        port: at.port,
        request: edge.request,
        conditions: [...condition, ...key, ...version.conditions],
      },
      destinations: version.destinations,
      delegate: version.delegate,
      mirror,
      timeoutMs: edge.deadline?.ms ?? 0,
      retries,
    })),
  );
}

function routeName({ caller, operation }: EdgePlan): string {
  return `${caller.namespace}.${caller.name}.${operation ?? 'any'}`;
}

interface KeyVariant {
  readonly suffix: string;
  readonly retries: RetryPlan;
  readonly key: readonly RequestCondition[];
}

function keyVariants({ retries, retriesWithoutKey, keyHeader }: EdgePlan): readonly KeyVariant[] {
  const plain = { suffix: '', retries: retries ?? NO_RETRIES, key: [] };
  if (retriesWithoutKey === undefined || keyHeader === undefined) return [plain];
  const key: RequestCondition = {
    subject: 'header',
    name: keyHeader,
    comparison: { kind: 'present' },
  };
  return [
    { ...plain, key: [key] },
    { suffix: '.without-key', retries: retriesWithoutKey, key: [] },
  ];
}
