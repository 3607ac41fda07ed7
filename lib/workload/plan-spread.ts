import type { WorkloadDeclaration } from './declaration';

/** How far the pods of one version are kept apart. */
export interface SpreadPlan {
  /** The only zones that pods may run in, in a fixed order; any zone when empty. */
  readonly zones: readonly string[];
  /** Whether a pod rather waits than makes the zones uneven. */
  readonly areZonesRequired: boolean;
  /** Zones with nodes below which no zone gets a second pod; undefined where that changes nothing. */
  readonly minZones: number | undefined;
  /** The label that tells the pods of one rollout from those of the last; undefined where pods are replaced in place. */
  readonly revisionLabel: string | undefined;
}

/** What planning a spread needs to know. */
export interface SpreadQuestion {
  readonly kind: WorkloadDeclaration['kind'];
  /** The zones that a failover relies on. */
  readonly zones: readonly string[] | undefined;
}

// set by the Deployment controller. @see https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#pod-template-hash-label
const REVISION_LABEL = 'pod-template-hash';

/**
 * Preferred, so that one node is enough to start; required over the zones that a failover relies on.
 *
 * While one of those is lost, the others take its pods: `minZones` counts those that are left.
 */
export function planSpread({ kind, zones = [] }: SpreadQuestion): SpreadPlan {
  const names = [...new Set(zones)].sort();
  const left = names.length - 1;
  return {
    zones: names,
    areZonesRequired: names.length > 1,
    minZones: left > 1 ? left : undefined,
    revisionLabel: kind === 'deployment' ? REVISION_LABEL : undefined,
  };
}
