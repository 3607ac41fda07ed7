import type { Criticality } from './service-character';

/**
 * The whole system as the analyses see it: plain data, and nothing of cdk8s.
 *
 * What the mesh does not know is undefined, and the analyses say what they do then.
 */
export interface SystemModel {
  readonly nodes: readonly NodeModel[];
  readonly edges: readonly EdgeModel[];
  /** The zones that pods are spread over; none where the mesh names none. */
  readonly zones: readonly ZoneModel[];
  readonly limits: LimitsModel;
}

/** How much the mesh tolerates. */
export interface LimitsModel {
  /** Largest load that failures may put on a service, as a multiple of its load without failures. */
  readonly amplification: number;
  /** Most calls in a row. */
  readonly depth: number;
  /** Most nodes that one service calls. */
  readonly fanOut: number;
}

/** A zone and its region. */
export interface ZoneModel {
  readonly region: string;
  readonly zone: string;
}

/** Something that calls or is called. */
export interface NodeModel {
  /** `namespace/name`, unique among nodes of a kind; what commands and assertions call it. */
  readonly id: string;
  readonly kind: 'service' | 'reference' | 'external' | 'gateway' | 'outside';
  /** The construct, for findings; of a caller from elsewhere, the one that admits it. */
  readonly path: string;
  readonly name: string;
  readonly namespace: string;
  readonly hasPorts: boolean;
  /** Names of what it does, where somebody declared it. */
  readonly operations: readonly string[];
  readonly ownTime: OwnTimeModel;
  readonly criticality: Criticality | undefined;
  readonly objectives: ObjectivesModel;
  /** Regions that its data may be in; any when undefined. */
  readonly residency: readonly string[] | undefined;
  /** Where its pods are, and fail over to each other; undefined where they are spread over the zones of the mesh. */
  readonly places: PlacesModel | undefined;
  /** The pods of each version; none where the mesh does not run it. */
  readonly pods: readonly PodsModel[];
  /** Addresses behind the name of what the mesh does not run; undefined where nobody knows. */
  readonly endpoints: number | undefined;
  /** Pods of all versions that may be evicted at a time. */
  readonly evictable: number;
  readonly drain: DrainModel | undefined;
}

/** The zones or regions of a service, by name. */
export interface PlacesModel {
  readonly kind: 'zones' | 'regions';
  readonly names: readonly string[];
}

/** Time that a service takes besides its calls. */
export interface OwnTimeModel {
  readonly ms: number;
  readonly origin: 'service' | 'mesh' | 'default';
}

/** What a service promises. */
export interface ObjectivesModel {
  /** Percent of requests that are answered well. */
  readonly availabilityPercent: number | undefined;
  readonly latencies: readonly LatencyObjectiveModel[];
}

/** Percent of requests that are answered within a time. */
export interface LatencyObjectiveModel {
  readonly ms: number;
  readonly percent: number;
}

/** The pods of one version. */
export interface PodsModel {
  readonly version: string;
  readonly min: number;
  readonly max: number;
  /** Who said how many. */
  readonly origin: 'service' | 'default';
  /** Pods that an update takes at a time: none where new ones come first. */
  readonly updating: number;
  /** Undefined where nothing is ejected. */
  readonly ejection: EjectionModel | undefined;
  /** What one pod can work on at a time; undefined where nobody said. */
  readonly capacity: number | undefined;
}

/** When a pod is taken out of rotation: after so many failures in a row, by what is counted. */
export interface EjectionModel {
  readonly maxEjectionPercent: number;
  readonly baseEjectionTimeMs: number;
  /** Undefined where nothing is answered with a status. */
  readonly consecutive5xxErrors: number | undefined;
  /** Undefined where they count with the others of 5xx alone. */
  readonly consecutiveGatewayErrors: number | undefined;
  /** Undefined where failures to connect, and late answers, count as 503 and 504. */
  readonly consecutiveLocalOriginFailures: number | undefined;
}

/** How a pod goes away. */
export interface DrainModel {
  readonly preStopMs: number;
  readonly proxyDrainMs: number;
  readonly graceMs: number;
}

/** One call and its policy. */
export interface EdgeModel {
  /**
   * `caller→callee`, or `caller→callee.operation`; with `:port` where the callee has several, and the path or header of
   * a route.
   */
  readonly id: string;
  /** Where it was declared, for findings. */
  readonly path: string;
  readonly prop: string;
  /** Ids of nodes. */
  readonly from: string;
  readonly to: string;
  readonly operation: string | undefined;
  readonly carriesRequests: boolean;
  /** Whether a request may be one of gRPC, which HTTP/1.1 does not carry. */
  readonly mayCarryGrpc: boolean;
  /** Whether the caller has a proxy, and the callee's rules are ours: else the policy is not enforced. */
  readonly isEnforced: boolean;
  /** Calls that one request of the caller makes. */
  readonly times: number;
  /** Calls of one caller with the same word are made at the same time. */
  readonly parallelGroup: string | undefined;
  /** What the caller answers without this call; undefined where it cannot. */
  readonly fallback: string | undefined;
  /** Repetitions by the caller's own client library. */
  readonly clientRetries: number;
  readonly deadline: DeadlineModel | undefined;
  /** Undefined for Istio's own default, where nobody sets a policy. */
  readonly retries: RetriesModel | undefined;
  readonly retryBudget: RetryBudgetModel | undefined;
  readonly connectTimeoutMs: number;
  /** Requests, or connections, that one client's proxy may have open; undefined where that is not ours to say. */
  readonly clientLimit: number | undefined;
  readonly load: LoadModel | undefined;
}

/** How long a request may take. */
export interface DeadlineModel {
  readonly ms: number;
  readonly origin: 'declared' | 'derived' | 'capped' | 'cyclic';
}

/** How the mesh repeats requests. */
export interface RetriesModel {
  readonly attempts: number;
  readonly perTryTimeoutMs: number | undefined;
  readonly retryOn: readonly string[];
  readonly backoffMs: number;
  /** Whether a retry keeps away from hosts that were tried, as long as there is another. */
  readonly avoidsTriedHosts: boolean;
}

/** How many retries may be under way. */
export interface RetryBudgetModel {
  /** Of the requests in flight. */
  readonly percent: number;
  /** Always allowed, in each client's proxy. */
  readonly minConcurrency: number;
}

/** Requests that a call makes when all is well. */
export interface LoadModel {
  readonly requestsPerSecond: number;
  readonly latencyMs: number | undefined;
}
