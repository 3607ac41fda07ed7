import type { Placed } from '../graph/declarations';
import type { EdgePlan } from '../graph/edge';
import type { GraphPlan } from '../graph/plan';
import { clusterNamespace, externalHost, type TargetPlan } from '../graph/target';
import type { MeshPlan } from '../mesh/plan';
import type { TrafficDeclaration } from '../traffic/declare';
import { planDestination, type DestinationRulePlan } from '../traffic/plan-destination';
import { planRouting, type RoutingPlan } from '../traffic/plan-routes';
import type { PortDeclaration } from '../workload/declaration';
import type { ExternalDeclaration } from './declare';

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

const NO_OUTLIER_OPTIONS: TrafficDeclaration['outlierDetection'] = {
  consecutive5xxErrors: undefined,
  intervalMs: undefined,
  baseEjectionTimeMs: undefined,
  offReason: undefined,
};

/** Registration, policy and routes of something that the mesh does not run. */
export function planExternal(
  external: Placed<ExternalDeclaration>,
  graph: GraphPlan,
  mesh: MeshPlan,
): ExternalPlan | undefined {
  const target = graph.targets.get(external.path);
  if (target === undefined) return undefined;
  const edges = graph.edgesInto.get(external.path) ?? [];
  const { path, name, namespace } = external;
  const exportTo = exportedTo(namespace, edges);
  return {
    path,
    name,
    namespace,
    registration: planRegistration(external, exportTo, mesh),
    destination: planExternalDestination(external, target, edges),
    routing:
      external.port.family === 'http'
        ? planRouting({
            target,
            versions: [ONLY],
            edges,
            fallbackTimeoutMs: graph.deadlines.needOf(target).ms,
          })
        : undefined,
    exportTo,
    plainTextReason: external.plainTextReason,
  };
}

const ONLY = { name: '', image: '', weight: undefined, when: undefined, env: {}, scale: undefined };

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

function planExternalDestination(
  { tls, pool }: ExternalDeclaration,
  target: TargetPlan,
  edges: readonly EdgePlan[],
): DestinationRulePlan {
  const asked = edges.find((edge) => edge.pool !== undefined)?.pool;
  const destination = planDestination({
    target,
    versions: [{ name: '', labels: {}, minReplicas: undefined }],
    traffic: {
      loadBalancing: undefined,
      pool: asked ?? pool,
      outlierDetection: NO_OUTLIER_OPTIONS,
    },
  });
  return tls === 'originate' ? { ...destination, tls: { sni: target.host } } : destination;
}
