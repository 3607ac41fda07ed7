import type { ProtocolFamily } from '../workload/port';
import type { Resolution } from './layers';

/** When pods are ejected. */
export interface OutlierPlan {
  /** Undefined where the mesh sees no answers. */
  readonly consecutive5xxErrors: number | undefined;
  readonly consecutiveGatewayErrors: number | undefined;
  /** Undefined where failures to connect count with the answers of 5xx. */
  readonly consecutiveLocalOriginFailures: number | undefined;
  readonly intervalMs: number;
  readonly baseEjectionTimeMs: number;
  /** Smallest whole percentage that can eject as many pods as it must, and never ejects all. */
  readonly maxEjectionPercent: number;
  /** Below which share of healthy pods all get requests; 0 is never. */
  readonly minHealthPercent: number;
}

/** The pods of one Envoy cluster. */
export interface EjectionSize {
  readonly minReplicas: number;
  readonly maxReplicas: number;
  /**
   * Of so many pods, none of them down, the largest group that may all be ejected together, so that requests fail over
   * to the others: a zone, a region, a version. Undefined without failover.
   */
  readonly groupOf: ((replicas: number) => number) | undefined;
}

// Envoy's defaults, written out. @see https://www.envoyproxy.io/docs/envoy/latest/api-v3/config/cluster/v3/outlier_detection.proto
const CONSECUTIVE_FAILURES = 5;
const INTERVAL_MS = 10_000;
const BASE_EJECTION_MS = 30_000;
// a third of the pods out is what the others were sized to carry while a zone of three is lost
const EJECTION_PERCENT = 34;
// of any number of pods it leaves one; a group of more than 99 % of them cannot go whole
const MOST_PERCENT = 99;

/** Outlier detection among pods of this size, or undefined where it is off or has nothing to choose from. */
export function planOutlierDetection(
  resolution: Resolution,
  family: ProtocolFamily,
  size: EjectionSize | undefined,
): OutlierPlan | undefined {
  const isOff =
    resolution.find('outlierDetection', ({ outlierDetection }) => outlierDetection?.offReason) !==
    undefined;
  const maxEjectionPercent = size && ejectionPercent(size);
  if (isOff || maxEjectionPercent === undefined) return undefined;
  const isHttp = family === 'http';
  const local = resolution.find(
    'consecutiveLocalOriginFailures',
    ({ outlierDetection }) => outlierDetection?.consecutiveLocalOriginFailures,
  );
  return {
    consecutive5xxErrors: isHttp
      ? resolution.choose(
          'consecutive5xxErrors',
          ({ outlierDetection }) => outlierDetection?.consecutive5xxErrors,
          { value: CONSECUTIVE_FAILURES },
        )
      : undefined,
    consecutiveGatewayErrors: isHttp
      ? resolution.find(
          'consecutiveGatewayErrors',
          ({ outlierDetection }) => outlierDetection?.consecutiveGatewayErrors,
        )
      : undefined,
    consecutiveLocalOriginFailures: local ?? (isHttp ? undefined : CONSECUTIVE_FAILURES),
    ...planTimes(resolution),
    maxEjectionPercent: resolution.compute('maxEjectionPercent', maxEjectionPercent),
    minHealthPercent: resolution.choose(
      'minHealthPercent',
      ({ outlierDetection }) => outlierDetection?.panicThreshold?.percent,
      { value: 0 },
    ),
  };
}

function planTimes(resolution: Resolution): Pick<OutlierPlan, 'intervalMs' | 'baseEjectionTimeMs'> {
  return {
    intervalMs: resolution.choose(
      'interval',
      ({ outlierDetection }) => outlierDetection?.intervalMs,
      { value: INTERVAL_MS },
    ),
    baseEjectionTimeMs: resolution.choose(
      'baseEjectionTime',
      ({ outlierDetection }) => outlierDetection?.baseEjectionTimeMs,
      { value: BASE_EJECTION_MS },
    ),
  };
}

/**
 * The percentage that ejects at least one of the pods, or a whole group of them, and never all: also while one pod of
 * three or more is down, and at the autoscaler's maximum. Undefined where there may be one pod alone.
 *
 * Envoy ejects the k-th of N pods only if 100·k/N is at most the percentage.
 * @see https://github.com/envoyproxy/envoy/pull/27909
 */
export function ejectionPercent(size: EjectionSize): number | undefined {
  const { minReplicas, maxReplicas } = size;
  if (minReplicas < 2) return undefined;
  const fewest = minReplicas === 2 ? 2 : minReplicas - 1;
  let percent = EJECTION_PERCENT;
  for (let present = fewest; present <= maxReplicas; present += 1) {
    // where a group would be all of them, one pod is left
    const together = Math.min(largestGroup(size, present), present - 1);
    percent = Math.max(percent, Math.ceil((100 * together) / present));
  }
  return Math.min(percent, MOST_PERCENT);
}

/** The largest group among the pods that are present: all of them, or all but one, which may be of another group. */
function largestGroup(
  { minReplicas, maxReplicas, groupOf = () => 1 }: EjectionSize,
  present: number,
): number {
  const complete = [present, present + 1].filter(
    (replicas) => replicas >= minReplicas && replicas <= maxReplicas,
  );
  return Math.max(...complete.map(groupOf));
}
