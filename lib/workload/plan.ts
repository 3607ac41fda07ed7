import { objectLabels, selectorOf } from '../conventions/labels';
import { workloadName } from '../conventions/names';
import type { Finding } from '../findings/finding';
import { reportAt } from '../findings/finding';
import type { Placed } from '../graph/declarations';
import type { ServiceDeclaration } from '../graph/declare-service';
import type { EdgePlan } from '../graph/edge';
import type { TargetPlan } from '../graph/target';
import type { MeshPlan } from '../mesh/plan';
import type { ResourceDeclaration, VersionDeclaration, WorkloadDeclaration } from './declaration';
import { planDrain, type DrainPlan } from './plan-drain';
import { planEnvironment, type EnvironmentVariablePlan } from './plan-environment';
import { serviceAccountOf } from './plan-identity';
import { planProbes, type ProbesPlan } from './plan-probes';
import { planRollout, type RolloutPlan } from './plan-rollout';
import { planScale, type ScalePlan } from './replicas';
import { planSpread, type SpreadPlan } from './plan-spread';

/** The pods of one version. */
export interface VersionPlan {
  readonly name: string;
  /** The workload object's name. */
  readonly workload: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly selector: Readonly<Record<string, string>>;
  readonly image: string;
  readonly env: readonly EnvironmentVariablePlan[];
  readonly scale: ScalePlan;
  readonly isScaleGiven: boolean;
}

type AsDeclared =
  | 'kind'
  | 'claims'
  | 'backoffLimit'
  | 'ports'
  | 'command'
  | 'args'
  | 'mounts'
  | 'sidecarResources'
  | 'startsWithinMs'
  | 'user'
  | 'loosenings'
  | 'podLabels'
  | 'podAnnotations'
  | 'imagePullSecrets';

/** The workload of a service with every default resolved. */
export interface WorkloadPlan extends Pick<WorkloadDeclaration, AsDeclared> {
  readonly name: string;
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly versions: readonly VersionPlan[];
  readonly resources: ResourceDeclaration;
  readonly probes: ProbesPlan;
  readonly drain: DrainPlan;
  readonly rollout: RolloutPlan;
  readonly spread: SpreadPlan;
  readonly serviceAccount: string;
  readonly ownsServiceAccount: boolean;
  readonly revision: string | undefined;
  readonly hasNativeSidecar: boolean;
  readonly capturesDns: boolean;
  /** Kubernetes' word for how the Service prefers near pods. */
  readonly trafficDistribution: string | undefined;
  readonly metrics: { readonly port: number; readonly path: string } | undefined;
}

/** What planning a workload needs to know of the rest of the system. */
export interface WorkloadContext {
  readonly mesh: MeshPlan;
  readonly into: readonly EdgePlan[];
  readonly from: readonly EdgePlan[];
  readonly targets: ReadonlyMap<string, TargetPlan>;
  /** The zones that a failover relies on. */
  readonly zones?: readonly string[] | undefined;
  readonly findings: Finding[];
}

// enough for a small service; an autoscaler and the scheduler need a request to reckon with
const CPU_REQUEST = '100m';
const MEMORY_REQUEST = '256Mi';
const METRICS_PATH = '/metrics';

/** The workload of `service`. */
export function planWorkload(
  service: Placed<ServiceDeclaration>,
  context: WorkloadContext,
): WorkloadPlan {
  const { name, namespace, workload, metrics } = service;
  const { mesh, into, from, zones } = context;
  const { kind } = workload;
  const probes = planProbes(workload);
  const hasPorts = workload.ports.length > 0;
  const drain = planDrain({ declared: workload.drain, hasPorts, into, mesh });
  return {
    name,
    namespace,
    labels: objectLabels(name),
    versions: workload.versions.map((version) => planVersion(service, version, context)),
    resources: planResources(workload.resources),
    probes,
    drain,
    rollout: planRollout({ kind, declared: workload, probes, drain }),
    spread: planSpread({ kind, zones }),
    serviceAccount: serviceAccountOf(service),
    ownsServiceAccount: workload.serviceAccount === undefined,
    revision: mesh.revision,
    hasNativeSidecar: mesh.hasNativeSidecars,
    capturesDns: from.some(({ target }) => target.needsDnsCapture),
    trafficDistribution: service.traffic.trafficDistribution,
    metrics: metrics && { port: metrics.port, path: metrics.path ?? METRICS_PATH },
    ...asDeclared(workload),
  };
}

/** What nothing else bears on. */
function asDeclared(workload: WorkloadDeclaration): Pick<WorkloadDeclaration, AsDeclared> {
  return {
    kind: workload.kind,
    claims: workload.claims,
    backoffLimit: workload.backoffLimit,
    ports: workload.ports,
    command: workload.command,
    args: workload.args,
    mounts: workload.mounts,
    sidecarResources: workload.sidecarResources,
    startsWithinMs: workload.startsWithinMs,
    user: workload.user,
    loosenings: workload.loosenings,
    podLabels: workload.podLabels,
    podAnnotations: workload.podAnnotations,
    imagePullSecrets: workload.imagePullSecrets,
  };
}

function planVersion(
  { path, name, workload }: Placed<ServiceDeclaration>,
  version: VersionDeclaration,
  { from, targets, findings }: WorkloadContext,
): VersionPlan {
  const hasName = workload.kind === 'deployment';
  return {
    name: version.name,
    workload: hasName ? workloadName(name, version.name) : name,
    labels: objectLabels(name, version.name),
    selector: selectorOf(name, version.name),
    image: version.image,
    env: planEnvironment({
      declared: { ...workload.env, ...version.env },
      from,
      targets,
      report: reportAt(path, findings),
    }),
    scale: planScale(workload, version),
    isScaleGiven: (version.scale ?? workload.scale) !== undefined,
  };
}

function planResources({ cpu, memory }: ResourceDeclaration): ResourceDeclaration {
  const memoryRequest = memory.request ?? memory.limit ?? MEMORY_REQUEST;
  return {
    cpu: { request: cpu.request ?? cpu.limit ?? CPU_REQUEST, limit: cpu.limit },
    memory: { request: memoryRequest, limit: memory.limit ?? memoryRequest },
  };
}
