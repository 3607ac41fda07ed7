import type { TargetPlan } from '../graph/target';
import type { ProtocolFamily } from '../workload/port';
import type { PoolDeclaration, TrafficDeclaration } from './declare';
import type { LoadBalancing } from './load-balancing';

/** What a client may have open. */
export interface PoolPlan {
  readonly limit: number;
  readonly connectTimeoutMs: number;
  readonly idleTimeoutMs: number;
  readonly carriesRequests: boolean;
}

/** When pods are ejected. */
export interface OutlierPlan {
  readonly consecutive5xxErrors: number;
  readonly intervalMs: number;
  readonly baseEjectionTimeMs: number;
  /** Smallest whole percentage that can eject a pod and never ejects all. */
  readonly maxEjectionPercent: number;
}

/** Policy towards one set of pods. */
export interface TrafficPolicyPlan {
  readonly loadBalancing: LoadBalancing | undefined;
  readonly pool: PoolPlan;
  readonly outlierDetection: OutlierPlan | undefined;
}

/** A subset: the pods of one version. */
export interface SubsetPlan {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly policy: TrafficPolicyPlan;
}

/** Policy towards a host, for every client. */
export interface DestinationRulePlan {
  readonly name: string;
  readonly namespace: string;
  readonly host: string;
  readonly policy: TrafficPolicyPlan;
  /** Subsets with complete policies of their own; none where there is one version. */
  readonly subsets: readonly SubsetPlan[];
  readonly tls: { readonly sni: string } | undefined;
}

/** One version as traffic policy sees it. */
export interface VersionSize {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Smallest number of pods; undefined for what the mesh does not run. */
  readonly minReplicas: number | undefined;
}

/** What planning a DestinationRule needs to know. */
export interface DestinationQuestion {
  readonly target: TargetPlan;
  readonly versions: readonly VersionSize[];
  readonly traffic: TrafficDeclaration;
}

// an order of magnitude over what one replica of an ordinary service works on at a time, so that only a runaway
// client meets it
const CONNECTIONS_PER_REPLICA = 100;
// a connection inside a cluster takes a round trip of well under a millisecond; Istio's own 10 s outlast most deadlines
const CONNECT_TIMEOUT_MS = 1_000;
// below the 5 s of Node.js (http.Server.keepAliveTimeout) and uvicorn (--timeout-keep-alive), the shortest common ones
const HTTP_IDLE_TIMEOUT_MS = 4_000;
// Envoy's default for TCP
const TCP_IDLE_TIMEOUT_MS = 3_600_000;
// Envoy's defaults, written out. @see https://www.envoyproxy.io/docs/envoy/latest/api-v3/config/cluster/v3/outlier_detection.proto
const CONSECUTIVE_5XX = 5;
const INTERVAL_MS = 10_000;
const BASE_EJECTION_MS = 30_000;
// a third of the pods out is what the others were sized to carry while a zone of three is lost
const EJECTION_PERCENT = 34;

/** The policy of a host with every default resolved. */
export function planDestination({
  target,
  versions,
  traffic,
}: DestinationQuestion): DestinationRulePlan {
  const family = target.ports.some((port) => port.family === 'http') ? 'http' : 'tcp';
  const policyFor = (minReplicas: number | undefined): TrafficPolicyPlan => ({
    loadBalancing: traffic.loadBalancing,
    pool: planPool(traffic.pool, { family, minReplicas }),
    outlierDetection: planOutlierDetection(traffic, { family, minReplicas }),
  });
  const sizes = versions.flatMap(({ minReplicas }) => minReplicas ?? []);
  return {
    name: target.name,
    namespace: target.namespace,
    host: target.host,
    policy: policyFor(sizes.length === 0 ? undefined : Math.min(...sizes)),
    subsets:
      versions.length === 1
        ? []
        : versions.map(({ name, labels, minReplicas }) => ({
            name,
            labels,
            policy: policyFor(minReplicas),
          })),
    tls: undefined,
  };
}

interface Size {
  readonly family: ProtocolFamily;
  readonly minReplicas: number | undefined;
}

function planPool(declared: PoolDeclaration | undefined, { family, minReplicas }: Size): PoolPlan {
  const carriesRequests = family === 'http';
  return {
    // what the mesh does not run counts as one: the limit is then each caller replica's own
    limit: (declared?.connectionsPerReplica ?? CONNECTIONS_PER_REPLICA) * (minReplicas ?? 1),
    connectTimeoutMs: declared?.connectTimeoutMs ?? CONNECT_TIMEOUT_MS,
    idleTimeoutMs:
      declared?.idleTimeoutMs ?? (carriesRequests ? HTTP_IDLE_TIMEOUT_MS : TCP_IDLE_TIMEOUT_MS),
    carriesRequests,
  };
}

function planOutlierDetection(
  { outlierDetection }: TrafficDeclaration,
  { minReplicas }: Size,
): OutlierPlan | undefined {
  const maxEjectionPercent = minReplicas === undefined ? undefined : ejectionPercent(minReplicas);
  if (maxEjectionPercent === undefined || outlierDetection.offReason !== undefined)
    return undefined;
  return {
    consecutive5xxErrors: outlierDetection.consecutive5xxErrors ?? CONSECUTIVE_5XX,
    intervalMs: outlierDetection.intervalMs ?? INTERVAL_MS,
    baseEjectionTimeMs: outlierDetection.baseEjectionTimeMs ?? BASE_EJECTION_MS,
    maxEjectionPercent,
  };
}

/**
 * The percentage that ejects at least one of `replicas` pods, also while one of three or more is down, and never all.
 *
 * Envoy ejects the k-th of N pods only if 100·k/N is at most the percentage.
 * @see https://github.com/envoyproxy/envoy/pull/27909
 */
export function ejectionPercent(replicas: number): number | undefined {
  if (replicas < 2) return undefined;
  const present = replicas === 2 ? 2 : replicas - 1;
  return Math.max(Math.ceil(100 / present), EJECTION_PERCENT);
}
