import type { CapacityDeclaration, LimitsDeclaration } from './policy';

/** What may be open at a time. */
export interface LimitsPlan {
  readonly maxConnections: number;
  readonly maxPendingRequests: number;
  readonly maxRequests: number;
}

/** How many pods share a server's capacity, and how many there are to share it. */
export interface Sharers {
  /** The fewest pods of the server; undefined for what the mesh does not run. */
  readonly serverPods: number | undefined;
  /** The most pods of all callers together; at least 1. */
  readonly clientPods: number;
}

// Envoy's own limit of connections, pending requests and requests, which Istio lifts
// @see https://www.envoyproxy.io/docs/envoy/latest/api-v3/config/cluster/v3/circuit_breaker.proto
export const CAPACITY: CapacityDeclaration = {
  of: 'replica',
  requests: 1024,
  connections: undefined,
  pendingRequests: undefined,
};

/** The limits as given, for one pod of whoever they are about. */
export function planLimits(limits: LimitsDeclaration): LimitsPlan {
  const { requests, connections, pendingRequests } = limits;
  return {
    maxConnections: connections ?? requests,
    maxPendingRequests: pendingRequests ?? requests,
    maxRequests: requests,
  };
}

/**
 * An even share of what the server can take, for one client: the fewest pods that may serve, by the most that may call.
 *
 * Whatever the autoscalers on both ends do, the clients' shares together never exceed what is served, unless there are
 * more clients than requests to share. Pods beyond the scale of a caller do not count: those that its update makes before
 * it ends others, and those that are ending.
 */
export function shareOf(
  capacity: CapacityDeclaration,
  { serverPods = 1, clientPods }: Sharers,
): LimitsPlan {
  const servers = capacity.of === 'total' ? 1 : serverPods;
  const share = (limit: number): number => Math.max(1, Math.floor((limit * servers) / clientPods));
  const { maxConnections, maxPendingRequests, maxRequests } = planLimits(capacity);
  return {
    maxConnections: share(maxConnections),
    maxPendingRequests: share(maxPendingRequests),
    maxRequests: share(maxRequests),
  };
}
