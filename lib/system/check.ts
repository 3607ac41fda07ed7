import { checkExperiments } from '../experiment/rules';
import type { ExternalDeclaration } from '../external/declare';
import { checkExternalTraffic } from '../external/rules';
import { reportAt, type Finding, type Report } from '../findings/finding';
import { checkGateways } from '../gateway/rules';
import { checkModel } from '../graph/analysis/rules';
import type { Declarations, Placed } from '../graph/declarations';
import type { ServiceDeclaration } from '../graph/declare-service';
import { modelOf } from '../graph/model-of';
import { checkGraph } from '../graph/rules';
import { checkMeshes, checkNamespaces } from '../mesh/rules';
import { checkIdentities, checkPlainTextCallers, checkPodSecurity } from '../security/rules';
import { checkShedding, checkSheddingPorts } from '../shedding/rules';
import { checkOperations, checkRoutes } from '../traffic/rules';
import { checkPlaces, checkPolicy } from '../traffic/rules-destination';
import { checkEdges } from '../traffic/rules-edges';
import { checkEjection, checkMirror, checkShares } from '../traffic/rules-service';
import { checkVersions } from '../traffic/rules-versions';
import { checkRetries } from '../traffic/rules-retries';
import { replicasOf } from '../workload/replicas';
import { checkWorkload } from '../workload/rules';
import { checkLifecycle } from '../workload/rules-lifecycle';
import type { SystemPlan } from './plan';

/** Every rule, over the whole system; what they find is in no order. */
export function checkSystem(declarations: Declarations, plan: SystemPlan): readonly Finding[] {
  const findings: Finding[] = [...plan.findings];
  const { mesh, graph } = plan;
  checkMeshes(declarations.meshes, findings);
  checkNamespaces(declarations.namespaces, findings);
  checkGraph(declarations, graph, { mesh, findings });
  checkServices(declarations, plan, findings);
  for (const external of declarations.externals) {
    checkExternal(external, plan, reportAt(external.path, findings));
  }
  checkEdges(plan, findings);
  for (const edge of graph.edges) checkRetries(edge, reportAt(edge.path, findings));
  for (const { path, routes } of plan.gateways.values()) {
    checkRoutes(routes, reportAt(path, findings));
  }
  checkGateways([...plan.gateways.values()], graph.edges, findings);
  checkExperiments(
    [...plan.experiments.values()],
    { mesh, filters: declarations.services },
    findings,
  );
  // of a system that is refused anyway nothing else is worth saying
  if (!findings.some(({ level }) => level === 'error')) checkModel(modelOf(plan), findings);
  return findings;
}

function checkExternal(
  external: Placed<ExternalDeclaration>,
  { mesh, questions, destinations }: SystemPlan,
  report: Report,
): void {
  checkOperations(external.operations, report);
  checkExternalTraffic(external, report);
  const question = questions.get(external.path);
  const plan = destinations.get(external.path);
  if (question === undefined || plan === undefined) return;
  checkPolicy({ question, plan, own: external.policy, prefix: '' }, mesh, report);
}

function checkTraffic(
  service: Placed<ServiceDeclaration>,
  { mesh, graph, questions, destinations, services }: SystemPlan,
  report: Report,
): void {
  const { path, traffic, workload } = service;
  const question = questions.get(path);
  const plan = destinations.get(path);
  const into = graph.edgesInto.get(path) ?? [];
  checkEjection(plan, service, report);
  checkMirror(service, into, report);
  const serverPods = replicasOf(workload).min;
  checkShares(services.get(path)?.inbound, { into, serverPods }, report);
  if (question === undefined || plan === undefined) return;
  checkPolicy({ question, plan, own: traffic.policy, prefix: '' }, mesh, report);
  checkPlaces({ question, plan }, mesh, report);
}

function checkServices(declarations: Declarations, plan: SystemPlan, findings: Finding[]): void {
  const services = [...plan.services.values()];
  for (const service of declarations.services) {
    const report = reportAt(service.path, findings);
    const planned = plan.services.get(service.path);
    if (planned === undefined) continue;
    checkWorkload(planned.workload, plan.mesh, report);
    checkLifecycle(service.workload, planned.workload, report);
    checkVersions(service, report);
    checkOperations(service.operations, report);
    checkTraffic(service, plan, report);
    checkRoutes(planned.routing?.http ?? [], report);
    checkSheddingPorts(service.shedding, service.workload.ports, report);
    checkShedding(planned.shedding, plan.graph.edgesInto.get(service.path) ?? [], report);
  }
  checkIdentities(
    services.map(({ path, namespace, workload }) => ({
      path,
      namespace,
      serviceAccount: workload.serviceAccount,
    })),
    findings,
  );
  checkPodSecurity(
    services.map(({ path, namespace, workload: { loosenings } }) => ({
      path,
      namespace,
      loosenings,
    })),
    [...plan.namespaces.values()],
    findings,
  );
  const permissive = services.filter(({ permissiveReason }) => permissiveReason !== undefined);
  checkPlainTextCallers(plan.graph.edges, new Set(permissive.map(({ path }) => path)), findings);
}
