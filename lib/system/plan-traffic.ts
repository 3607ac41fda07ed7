import { selectorOf } from '../conventions/labels';
import { clusterHost, headlessName } from '../conventions/names';
import { externalQuestion } from '../external/plan';
import type { Declarations, Placed } from '../graph/declarations';
import type { ServiceDeclaration } from '../graph/declare-service';
import type { GraphPlan } from '../graph/plan';
import type { MeshPlan } from '../mesh/plan';
import type { DestinationQuestion } from '../traffic/plan-destination';
import { planInbound, type InboundPlan } from '../traffic/plan-inbound';
import { planPodNames, type PodNamesPlan } from '../traffic/plan-pod-names';
import { planRouting, type RoutingPlan } from '../traffic/plan-routes';
import { versionTraffic } from '../traffic/plan-split';
import { planScale, replicasOf } from '../workload/replicas';

/** What the policy towards each service and external follows from, by path. */
export function destinationQuestions(
  { services, externals }: Declarations,
  graph: GraphPlan,
): ReadonlyMap<string, DestinationQuestion> {
  const questions = [
    ...services
      .filter(({ workload }) => workload.ports.length > 0)
      .flatMap((service) => serviceQuestion(service, graph)),
    ...externals.flatMap((external) => {
      const target = graph.targets.get(external.path);
      const edges = graph.edgesInto.get(external.path) ?? [];
      return target === undefined ? [] : [externalQuestion(external, target, edges)];
    }),
  ];
  return new Map(questions.map((question) => [question.target.path, question]));
}

function serviceQuestion(
  { path, name, workload, traffic }: Placed<ServiceDeclaration>,
  graph: GraphPlan,
): DestinationQuestion[] {
  const target = graph.targets.get(path);
  if (target === undefined) return [];
  return [
    {
      target,
      versions: workload.versions.map((version) => {
        const { min, max } = planScale(workload, version);
        return {
          name: version.name,
          labels: selectorOf(name, version.name),
          minReplicas: min,
          maxReplicas: max,
        };
      }),
      hasSubsets: workload.hasSubsets,
      layers: target.layers,
      places: traffic,
      keepAliveMs: traffic.keepAliveMs,
      edges: graph.edgesInto.get(path) ?? [],
      pool: undefined,
      tls: undefined,
    },
  ];
}

/** How requests to a service are routed; undefined for a service without ports. */
export function planServiceRouting(
  { path, workload, traffic }: Placed<ServiceDeclaration>,
  graph: GraphPlan,
): RoutingPlan | undefined {
  const target = graph.targets.get(path);
  if (target === undefined || workload.ports.length === 0) return undefined;
  return planRouting({
    target,
    traffic: versionTraffic(workload, traffic),
    edges: graph.edgesInto.get(path) ?? [],
    fallbackTimeoutMs: graph.deadlines.needOf(target).ms,
  });
}

/** What a service's own proxy lets through to it; undefined for a service without ports. */
export function planServiceInbound(
  { path, workload, traffic }: Placed<ServiceDeclaration>,
  graph: GraphPlan,
): InboundPlan | undefined {
  const target = graph.targets.get(path);
  if (target === undefined || workload.ports.length === 0) return undefined;
  const { keepAliveMs } = traffic;
  return planInbound({ target, keepAliveMs, replicas: replicasOf(workload).max });
}

/** How the pods of a stateful service reach each other by name; undefined for any other service. */
export function planServicePodNames(
  { path, name, namespace, workload }: Placed<ServiceDeclaration>,
  questions: ReadonlyMap<string, DestinationQuestion>,
  { graph, mesh }: { readonly graph: GraphPlan; readonly mesh: MeshPlan },
): PodNamesPlan | undefined {
  const service = questions.get(path);
  if (workload.kind !== 'stateful' || service === undefined) return undefined;
  const headless = headlessName(name);
  return planPodNames({
    service,
    headless: { name: headless, host: clusterHost(headless, namespace, mesh.clusterDomain) },
    fallbackTimeoutMs: graph.deadlines.needOf(service.target).ms,
  });
}
