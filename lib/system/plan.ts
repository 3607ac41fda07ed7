import { planExperiment, type ExperimentPlan } from '../experiment/plan';
import type { ExternalPlan } from '../external/plan';
import { planExternal } from '../external/plan';
import { reportAt, type Finding } from '../findings/finding';
import { planGateway, type GatewayPlan } from '../gateway/plan';
import type { Declarations, Placed } from '../graph/declarations';
import type { ServiceDeclaration } from '../graph/declare-service';
import { planGraph, type GraphPlan } from '../graph/plan';
import { clusterNamespace } from '../graph/target';
import { declareMesh } from '../mesh/declare';
import { planMesh, type MeshPlan } from '../mesh/plan';
import { planMonitoring, type MonitoringPlan } from '../monitoring/plan';
import { planNamespace, type NamespacePlan } from '../namespace/plan';
import { planAuthorization, type AuthorizationPlan } from '../security/plan-authorization';
import { planNetwork, type NetworkPlan } from '../security/plan-network';
import { planScope, type ScopePlan } from '../security/plan-scope';
import { planShedding, type SheddingPlan } from '../shedding/plan';
import {
  planDestination,
  type DestinationQuestion,
  type DestinationRulePlan,
} from '../traffic/plan-destination';
import { planEdgeRules, type EdgeRulePlan } from '../traffic/plan-edge-rules';
import type { InboundPlan } from '../traffic/plan-inbound';
import type { PodNamesPlan } from '../traffic/plan-pod-names';
import type { RoutingPlan } from '../traffic/plan-routes';
import { versionTraffic, type VersionTraffic } from '../traffic/plan-split';
import { planWorkload, type WorkloadPlan } from '../workload/plan';
import { hostFamily } from '../workload/port';
import {
  destinationQuestions,
  planServiceInbound,
  planServicePodNames,
  planServiceRouting,
} from './plan-traffic';

/** A service with everything resolved. */
export interface ServicePlan {
  readonly path: string;
  readonly name: string;
  readonly namespace: string;
  readonly workload: WorkloadPlan;
  /** Undefined for a service without ports. */
  readonly routing: RoutingPlan | undefined;
  /** Undefined for a service without ports. */
  readonly destination: DestinationRulePlan | undefined;
  /** Undefined for a service without ports. */
  readonly inbound: InboundPlan | undefined;
  /** Policies that differ from those of the hosts it calls. */
  readonly edgeRules: readonly EdgeRulePlan[];
  /** Between the pods of a stateful service with ports; undefined for any other. */
  readonly podNames: PodNamesPlan | undefined;
  /** Undefined for a service that refuses nothing. */
  readonly shedding: SheddingPlan | undefined;
  readonly permissiveReason: string | undefined;
  readonly authorization: AuthorizationPlan;
  readonly network: NetworkPlan;
  readonly scope: ScopePlan;
  readonly monitoring: MonitoringPlan;
}

/** The whole system, in which nothing is left to decide. */
export interface SystemPlan {
  readonly mesh: MeshPlan;
  readonly graph: GraphPlan;
  readonly namespaces: ReadonlyMap<string, NamespacePlan>;
  readonly services: ReadonlyMap<string, ServicePlan>;
  readonly externals: ReadonlyMap<string, ExternalPlan>;
  readonly gateways: ReadonlyMap<string, GatewayPlan>;
  /** What the policy towards each host follows from, by the path of what is called. */
  readonly questions: ReadonlyMap<string, DestinationQuestion>;
  /** The policy of every client towards a host, by the path of what is called. */
  readonly destinations: ReadonlyMap<string, DestinationRulePlan>;
  /** Policies of single callers, by the caller's path. */
  readonly edgeRules: ReadonlyMap<string, readonly EdgeRulePlan[]>;
  /** How the versions of each service share its requests, by its path. */
  readonly versionTraffic: ReadonlyMap<string, VersionTraffic>;
  readonly experiments: ReadonlyMap<string, ExperimentPlan>;
  /** What could not be resolved. */
  readonly findings: readonly Finding[];
}

/** Resolves every default, for every service and call, over everything that one app declares. */
export function planSystem(given: Declarations): SystemPlan {
  const declarations = inFixedOrder(given);
  const findings: Finding[] = [];
  const mesh = planMesh(declarations.meshes[0] ?? NO_FACTS);
  const graph = planGraph(declarations, mesh, findings);
  const sharing = byPath(declarations.services, ({ workload, traffic }) =>
    versionTraffic(workload, traffic),
  );
  const questions = destinationQuestions(declarations, graph);
  const destinations = new Map(
    [...questions].map(([path, question]) => [path, planDestination(question)]),
  );
  const edgeRules = planEdgeRules({
    edges: graph.edges,
    questions,
    isClusterHost: (host) => clusterNamespace(host, mesh) !== undefined,
  });
  return {
    mesh,
    graph,
    questions,
    destinations,
    edgeRules,
    versionTraffic: sharing,
    namespaces: byPath(declarations.namespaces, (namespace) => planNamespace(namespace, mesh)),
    services: byPath(declarations.services, (service) =>
      planService(service, { mesh, graph, questions, destinations, edgeRules, findings }),
    ),
    externals: byPath(declarations.externals, (external) =>
      planExternal(external, { graph, mesh, destinations }),
    ),
    gateways: byPath(declarations.gateways, (gateway) =>
      planGateway(gateway, { graph, mesh, trafficOf: sharing }),
    ),
    experiments: planExperiments(declarations, graph, findings),
    findings,
  };
}

const NO_FACTS = declareMesh({}, () => undefined);

interface ServiceContext {
  readonly mesh: MeshPlan;
  readonly graph: GraphPlan;
  readonly questions: ReadonlyMap<string, DestinationQuestion>;
  readonly destinations: ReadonlyMap<string, DestinationRulePlan>;
  readonly edgeRules: ReadonlyMap<string, readonly EdgeRulePlan[]>;
  readonly findings: Finding[];
}

function planService(
  service: Placed<ServiceDeclaration>,
  { mesh, graph, questions, destinations, edgeRules, findings }: ServiceContext,
): ServicePlan {
  const { path, name, namespace, workload, traffic, permissiveReason } = service;
  const zones = traffic.failover?.kind === 'zones' ? traffic.failover.names : undefined;
  const into = graph.edgesInto.get(path) ?? [];
  const from = graph.edgesFrom.get(path) ?? [];
  const callsKubernetes = workload.loosenings.some(({ kind }) => kind === 'service-account-token');
  return {
    path,
    name,
    namespace,
    workload: planWorkload(service, {
      mesh,
      into,
      from,
      targets: graph.targets,
      zones,
      findings,
    }),
    routing: planServiceRouting(service, graph),
    inbound: planServiceInbound(service, graph),
    destination: destinations.get(path),
    edgeRules: edgeRules.get(path) ?? [],
    podNames: planServicePodNames(service, questions, { graph, mesh }),
    shedding: planServiceShedding(service, { graph, findings }),
    permissiveReason,
    authorization: planAuthorization(into),
    network: planNetwork({ into, from, callsKubernetes, mesh }),
    scope: planScope({ from, callsKubernetes, mesh }),
    monitoring: planMonitoring({
      name,
      namespace,
      family: familyOf(workload.ports),
      longestRequestMs: Math.max(mesh.ownTimeMs, ...into.map(({ deadline }) => deadline?.ms ?? 0)),
      mesh,
    }),
  };
}

function planServiceShedding(
  { path, shedding: declared }: Placed<ServiceDeclaration>,
  { graph, findings }: Pick<ServiceContext, 'graph' | 'findings'>,
): SheddingPlan | undefined {
  const target = graph.targets.get(path);
  const into = graph.edgesInto.get(path) ?? [];
  return target && planShedding({ declared, target, into }, reportAt(path, findings));
}

function planExperiments(
  { experiments }: Declarations,
  { targets, edgesInto }: GraphPlan,
  findings: Finding[],
): SystemPlan['experiments'] {
  return byPath(experiments, (declared) => {
    const into = edgesInto.get(declared.target) ?? [];
    const question = { declared, target: targets.get(declared.target), into };
    return planExperiment(question, reportAt(declared.path, findings));
  });
}

function familyOf(ports: ServiceDeclaration['workload']['ports']): 'http' | 'tcp' | 'none' {
  if (ports.length === 0) return 'none';
  return hostFamily(ports);
}

function byPath<D extends { readonly path: string }, P>(
  declarations: readonly D[],
  plan: (declaration: D) => P | undefined,
): ReadonlyMap<string, P> {
  const entries = declarations.flatMap((declaration) => {
    const planned = plan(declaration);
    return planned === undefined ? [] : [[declaration.path, planned] as const];
  });
  return new Map(entries);
}

/** The declarations sorted by what they are, so that nothing depends on who declared first. */
function inFixedOrder(declarations: Declarations): Declarations {
  const sorted = <T extends { readonly path: string }>(list: readonly T[]): readonly T[] =>
    [...list].sort((a, b) => (a.path < b.path ? -1 : Number(a.path > b.path)));
  return {
    ...declarations,
    meshes: sorted(declarations.meshes),
    namespaces: sorted(declarations.namespaces),
    services: sorted(declarations.services),
    references: sorted(declarations.references),
    externals: sorted(declarations.externals),
    gateways: sorted(declarations.gateways),
    experiments: sorted(declarations.experiments),
  };
}
