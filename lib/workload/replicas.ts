import type { VersionDeclaration, WorkloadDeclaration } from './declaration';

/** How many pods run. */
export interface ScalePlan {
  readonly min: number;
  readonly max: number;
  /** What the autoscaler aims at; undefined where the number is fixed. */
  readonly targets: { readonly cpuPercent?: number; readonly memoryPercent?: number } | undefined;
}

// one for each of three zones, and two left while one is being replaced
export const DEFAULT_REPLICAS = 3;
// leaves a third of the request for the time that new pods take to start
const DEFAULT_CPU_PERCENT = 70;

/** The scale of one version with every default resolved. */
export function planScale(
  workload: Pick<WorkloadDeclaration, 'kind' | 'scale'>,
  version: Pick<VersionDeclaration, 'scale'>,
): ScalePlan {
  const scale = version.scale ?? workload.scale;
  if (workload.kind === 'job') return { min: 1, max: 1, targets: undefined };
  if (scale === undefined) {
    return { min: DEFAULT_REPLICAS, max: DEFAULT_REPLICAS, targets: undefined };
  }
  const { min, max, targets } = scale;
  if (targets === undefined) return { min, max, targets };
  const isEmpty = targets.cpuPercent === undefined && targets.memoryPercent === undefined;
  return { min, max, targets: isEmpty ? { cpuPercent: DEFAULT_CPU_PERCENT } : targets };
}

/** The fewest and the most pods of all versions together. */
export function replicasOf(workload: Pick<WorkloadDeclaration, 'kind' | 'scale' | 'versions'>): {
  readonly min: number;
  readonly max: number;
} {
  const scales = workload.versions.map((version) => planScale(workload, version));
  return {
    min: scales.reduce((sum, { min }) => sum + min, 0),
    max: scales.reduce((sum, { max }) => sum + max, 0),
  };
}
