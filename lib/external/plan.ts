import type { Placed } from '../graph/declarations';
import type { EdgePlan } from '../graph/edge';
import type { GraphPlan } from '../graph/plan';
import { clusterNamespace, externalHost, type TargetPlan } from '../graph/target';
import type { MeshPlan } from '../mesh/plan';
import type { DestinationQuestion, DestinationRulePlan } from '../traffic/plan-destination';
import { DEFAULT } from '../traffic/layers';
import type { LimitsDeclaration } from '../traffic/policy';
import { NO_PLACES } from '../traffic/plan-balancing';
import { ONLY_VERSION } from '../traffic/plan-split';
import { planRouting, type RoutingPlan } from '../traffic/plan-routes';
import type { PortDeclaration } from '../workload/declaration';
import type { ExternalDeclaration } from './declare';
import { storePool } from './plan-store';

/** A host that is added to the mesh's registry. */
export interface RegistrationPlan {
  readonly name: string;
  readonly namespace: string;
  readonly host: string;
  readonly address: string | undefined;
  readonly port: PortDeclaration;
  /** Namespaces that see the host: its own and its callers'. */
  readonly exportTo: readonly string[];
}

/** Something that the mesh does not run, with every default resolved. */
export interface ExternalPlan {
  readonly path: string;
  readonly name: string;
  readonly namespace: string;
  /** Undefined where the cluster's own registry has the host. */
  readonly registration: RegistrationPlan | undefined;
  readonly destination: DestinationRulePlan;
  /** Undefined where the mesh sees no requests. */
  readonly routing: RoutingPlan | undefined;
  readonly exportTo: readonly string[];
  readonly plainTextReason: string | undefined;
}

// an order of magnitude over what one replica of an ordinary service has open at a time, so that only a runaway one
// meets it
const POOL: LimitsDeclaration = {
  requests: 100,
  connections: undefined,
  pendingRequests: undefined,
};

/** What planning something external needs to know. */
export interface ExternalContext {
  readonly graph: GraphPlan;
  readonly mesh: MeshPlan;
  readonly destinations: ReadonlyMap<string, DestinationRulePlan>;
}

/** Registration, policy and routes of something that the mesh does not run. */
export function planExternal(
  external: Placed<ExternalDeclaration>,
  { graph, mesh, destinations }: ExternalContext,
): ExternalPlan | undefined {
  const target = graph.targets.get(external.path);
  const destination = destinations.get(external.path);
  if (target === undefined || destination === undefined) return undefined;
  const edges = graph.edgesInto.get(external.path) ?? [];
  const { path, name, namespace } = external;
  const exportTo = exportedTo(namespace, edges);
  return {
    path,
    name,
    namespace,
    registration: planRegistration(external, exportTo, mesh),
    destination,
    routing:
      external.port.family === 'http'
        ? planRouting({
            target,
            traffic: ONLY_VERSION,
            edges,
            fallbackTimeoutMs: graph.deadlines.needOf(target).ms,
          })
        : undefined,
    exportTo,
    plainTextReason: external.plainTextReason,
  };
}

function exportedTo(namespace: string, edges: readonly EdgePlan[]): readonly string[] {
  const others = edges.map(({ caller }) => caller.namespace).filter((other) => other !== namespace);
  return ['.', ...[...new Set(others)].sort()];
}

function planRegistration(
  external: ExternalDeclaration,
  exportTo: readonly string[],
  mesh: MeshPlan,
): RegistrationPlan | undefined {
  const { name, namespace, address, port } = external;
  const host = externalHost(external, mesh);
  if (clusterNamespace(host, mesh) !== undefined) return undefined;
  return { name, namespace, host, address, port, exportTo };
}

/** What planning the policy towards something external needs to know. */
export function externalQuestion(
  external: ExternalDeclaration,
  target: TargetPlan,
  edges: readonly EdgePlan[],
): DestinationQuestion {
  return {
    target,
    versions: [],
    hasSubsets: false,
    layers: target.layers,
    places: NO_PLACES,
    keepAliveMs: undefined,
    edges,
    pool: poolOf(external),
    tls: external.tls === 'originate' ? { sni: target.host } : undefined,
  };
}

/** The limits of one client; undefined where it gets a share of what the server can take. */
function poolOf({ pool, policy, kind }: ExternalDeclaration): DestinationQuestion['pool'] {
  if (pool !== undefined) return { value: pool, origin: { level: 'callee', profile: undefined } };
  const hasCapacity = policy.capacity !== undefined || kind?.maxConnections !== undefined;
  if (hasCapacity) return undefined;
  return { value: (kind && storePool(kind)) ?? POOL, origin: DEFAULT };
}
