import type { Capacity } from './capacity';
import type { RetriesDeclaration } from './declare-retries';
import type { LoadBalancing } from './load-balancing';
import type { PanicThreshold } from './outlier-detection';
import type { RetryBudget } from './retry-budget';

/** Connections as declared. */
export interface ConnectionDeclaration {
  readonly connectTimeoutMs: number | undefined;
  readonly idleTimeoutMs: number | undefined;
  readonly maxConnectionDurationMs: number | undefined;
  readonly maxRequestsPerConnection: number | undefined;
  readonly maxConcurrentStreams: number | undefined;
  readonly tcpKeepalive: Partial<TcpKeepaliveDeclaration> | undefined;
  readonly http2Keepalive: Http2KeepaliveDeclaration | undefined;
}

/** Probes of an idle connection. */
export interface TcpKeepaliveDeclaration {
  readonly timeMs: number | undefined;
  readonly intervalMs: number | undefined;
  readonly probes: number | undefined;
}

/** PING frames. */
export interface Http2KeepaliveDeclaration {
  readonly intervalMs: number;
  readonly timeoutMs: number;
}

/** Outlier detection as declared. */
export interface OutlierDeclaration {
  readonly consecutive5xxErrors: number | undefined;
  readonly consecutiveGatewayErrors: number | undefined;
  readonly consecutiveLocalOriginFailures: number | undefined;
  readonly intervalMs: number | undefined;
  readonly baseEjectionTimeMs: number | undefined;
  readonly panicThreshold: PanicThreshold | undefined;
  readonly offReason: string | undefined;
}

/** Limits as declared, each for one replica of whatever they are about. */
export interface LimitsDeclaration {
  readonly requests: number;
  readonly connections: number | undefined;
  readonly pendingRequests: number | undefined;
}

/** A capacity as declared. */
export interface CapacityDeclaration extends LimitsDeclaration {
  readonly of: Capacity['of'];
}

/** A retry budget as declared. */
export interface RetryBudgetDeclaration {
  readonly kind: RetryBudget['kind'];
  readonly amount: number;
  readonly minRetryConcurrency: number | undefined;
  readonly budgetIntervalMs: number | undefined;
  readonly reason: string | undefined;
}

/** Everything that one layer says about how a host is called. */
export interface PolicyDeclaration {
  readonly timeoutMs: number | undefined;
  readonly maxTimeoutMs: number | undefined;
  readonly retries: RetriesDeclaration | undefined;
  readonly loadBalancing: LoadBalancing | undefined;
  readonly connection: ConnectionDeclaration | undefined;
  readonly outlierDetection: OutlierDeclaration | undefined;
  readonly retryBudget: RetryBudgetDeclaration | undefined;
  readonly capacity: CapacityDeclaration | undefined;
}

/** A profile as declared. */
export interface ProfileDeclaration {
  readonly name: string;
  readonly policy: PolicyDeclaration;
}
