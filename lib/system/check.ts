import { reportAt, sortFindings, type Finding } from '../findings/finding';
import { checkGateways } from '../gateway/rules';
import type { Declarations } from '../graph/declarations';
import { checkGraph } from '../graph/rules';
import { checkMeshes, checkNamespaces } from '../mesh/rules';
import { checkIdentities, checkPlainTextCallers, checkPodSecurity } from '../security/rules';
import { checkEjection, checkOperations, checkRoutes, checkVersions } from '../traffic/rules';
import { checkRetries } from '../traffic/rules-retries';
import { checkWorkload } from '../workload/rules';
import type { SystemPlan } from './plan';

/** Every rule, over the whole system. */
export function checkSystem(declarations: Declarations, plan: SystemPlan): readonly Finding[] {
  const findings: Finding[] = [...plan.findings];
  const { mesh, graph } = plan;
  checkMeshes(declarations.meshes, findings);
  checkNamespaces(declarations.namespaces, findings);
  checkGraph(declarations, graph, { mesh, findings });
  checkServices(declarations, plan, findings);
  for (const { path, operations } of declarations.externals) {
    checkOperations(operations, reportAt(path, findings));
  }
  for (const edge of graph.edges) checkRetries(edge, reportAt(edge.path, findings));
  for (const { path, routes } of plan.gateways.values()) {
    checkRoutes(routes, reportAt(path, findings));
  }
  checkGateways([...plan.gateways.values()], graph.edges, findings);
  return sortFindings(findings);
}

function checkServices(declarations: Declarations, plan: SystemPlan, findings: Finding[]): void {
  const services = [...plan.services.values()];
  for (const service of declarations.services) {
    const report = reportAt(service.path, findings);
    const planned = plan.services.get(service.path);
    if (planned === undefined) continue;
    checkWorkload(planned.workload, plan.mesh, report);
    checkVersions(service, report);
    checkOperations(service.operations, report);
    checkEjection(planned.destination, service, report);
    checkRoutes(planned.routing?.http ?? [], report);
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
