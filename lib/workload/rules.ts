import { headlessName } from '../conventions/names';
import type { Report } from '../findings/finding';
import type { MeshPlan } from '../mesh/plan';
import type { WorkloadPlan } from './plan';
import type { ProbePlan, ProbesPlan } from './plan-probes';

const MAX_NAME = 63;

/** Everything that can be wrong with a workload as a whole. */
export function checkWorkload(plan: WorkloadPlan, mesh: MeshPlan, report: Report): void {
  checkNames(plan, report);
  checkKind(plan, mesh, report);
  checkLiveness(plan.probes, report);
  checkProbePorts(plan, report);
}

function checkNames({ kind, versions }: WorkloadPlan, report: Report): void {
  for (const { name, workload } of versions) {
    // the pods of a StatefulSet get their names from a Service whose name is longer than the workload's
    const longest = kind === 'stateful' ? headlessName(workload) : workload;
    if (longest.length <= MAX_NAME) continue;
    report('MW0109', { prop: `versions.${name}`, got: `${longest.length} characters, ${longest}` });
  }
}

function checkKind({ kind, versions, ports }: WorkloadPlan, mesh: MeshPlan, report: Report): void {
  if (kind !== 'deployment' && versions.length > 1) {
    report('MW0122', { prop: 'versions', got: `${versions.length} versions` });
  }
  if (kind !== 'job') return;
  for (const { number, name } of ports) {
    report('MW0121', { prop: 'port', got: `${name} on ${number}` });
  }
  if (!mesh.hasNativeSidecars)
    report('MW0123', { prop: 'workload', got: 'a job, and classic sidecars' });
}

function checkLiveness({ readiness, liveness }: ProbesPlan, report: Report): void {
  if (readiness === undefined || liveness === undefined) return;
  const isSame =
    JSON.stringify([readiness.handler, readiness.port]) ===
    JSON.stringify([liveness.handler, liveness.port]);
  if (!isSame || patience(liveness) > patience(readiness)) return;
  const got = `the same question given up after ${patience(liveness)}s, and readiness after ${patience(readiness)}s`;
  report('MW0120', { prop: 'liveness', got });
}

/** Seconds of failure that a probe puts up with. */
function patience({ periodSeconds, failureThreshold }: ProbePlan): number {
  return periodSeconds * failureThreshold;
}

function checkProbePorts({ probes }: WorkloadPlan, report: Report): void {
  for (const prop of ['readiness', 'liveness', 'startup'] as const) {
    const probe = probes[prop];
    if (probe === undefined || probe.handler.kind === 'exec' || probe.port !== undefined) continue;
    report('MW0124', { prop, got: `${probe.handler.kind} without a port` });
  }
}
