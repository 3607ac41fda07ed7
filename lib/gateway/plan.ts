import type { Placed } from '../graph/declarations';
import type { EdgePlan } from '../graph/edge';
import type { GraphPlan } from '../graph/plan';
import { pathText } from '../graph/request-pattern';
import type { MeshPlan } from '../mesh/plan';
import { ONLY_VERSION, type VersionTraffic } from '../traffic/plan-split';
import { compareEdges, edgeRoutes, type RoutePlan } from '../traffic/plan-routes';
import type { GatewayDeclaration } from './declare';

/** A gateway with every default resolved. */
export interface GatewayPlan extends GatewayDeclaration {
  readonly path: string;
  readonly selector: Readonly<Record<string, string>>;
  readonly routes: readonly RoutePlan[];
}

/** What planning gateways needs to know. */
export interface GatewayContext {
  readonly graph: GraphPlan;
  readonly mesh: MeshPlan;
  /** Versions of services by construct path. */
  readonly trafficOf: ReadonlyMap<string, VersionTraffic>;
}

/** The gateway and its routes, from specific to general, with the version split and retries of what they lead to. */
export function planGateway(
  gateway: Placed<GatewayDeclaration>,
  { graph, mesh, trafficOf }: GatewayContext,
): GatewayPlan {
  const routes = [...(graph.edgesFrom.get(gateway.path) ?? [])].sort(compareEdges).flatMap((edge) =>
    edgeRoutes(edge, trafficOf.get(edge.target.path) ?? ONLY_VERSION, {
      name: routeName(edge),
      source: undefined,
      port: undefined,
    }),
  );
  return { ...gateway, selector: mesh.ingressGateway.selector, routes };
}

function routeName({ target, operation, request }: EdgePlan): string {
  if (operation !== undefined || request === undefined)
    return `${target.name}.${operation ?? 'any'}`;
  return [target.name, ...request.methods, pathText(request.path)].join(' ');
}
