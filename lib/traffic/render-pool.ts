import { istioDuration } from '../values/duration';
import type { ConnectionPlan } from './plan-connection';
import type { TrafficPolicyPlan } from './plan-policy';

/** A connection pool of a DestinationRule or Sidecar, as far as we write it. */
export interface PoolManifest {
  readonly tcp: object;
  readonly http?: object;
}

/** What may be open, and how connections are made, kept and ended. */
export function renderPool(
  policy: Pick<TrafficPolicyPlan, 'family' | 'limits' | 'connection' | 'retryBudget'>,
): PoolManifest {
  const { family, limits, connection } = policy;
  const { connectTimeoutMs, idleTimeoutMs, maxConnectionDurationMs } = connection;
  const isHttp = family === 'http';
  return {
    tcp: {
      maxConnections: limits.maxConnections,
      connectTimeout: istioDuration(connectTimeoutMs),
      ...(!isHttp && { idleTimeout: istioDuration(idleTimeoutMs) }),
      ...(maxConnectionDurationMs !== undefined && {
        maxConnectionDuration: istioDuration(maxConnectionDurationMs),
      }),
      ...renderKeepalive(connection),
    },
    ...(isHttp && { http: renderHttp(policy) }),
  };
}

function renderKeepalive({ tcpKeepalive }: ConnectionPlan): object {
  if (tcpKeepalive === undefined) return {};
  const { timeMs, intervalMs, probes } = tcpKeepalive;
  return {
    tcpKeepalive: { time: istioDuration(timeMs), interval: istioDuration(intervalMs), probes },
  };
}

function renderHttp({
  limits,
  connection,
  retryBudget,
}: Pick<TrafficPolicyPlan, 'limits' | 'connection' | 'retryBudget'>): object {
  const { maxRequestsPerConnection, maxConcurrentStreams, http2Keepalive } = connection;
  return {
    http1MaxPendingRequests: limits.maxPendingRequests,
    http2MaxRequests: limits.maxRequests,
    ...(maxRequestsPerConnection !== undefined && { maxRequestsPerConnection }),
    ...(maxConcurrentStreams !== undefined && { maxConcurrentStreams }),
    ...(retryBudget?.kind === 'count' && { maxRetries: retryBudget.maxRetries }),
    idleTimeout: istioDuration(connection.idleTimeoutMs),
    // a field of Istio 1.31, which the models do not know yet
    ...(http2Keepalive && {
      http2KeepAlive: {
        interval: istioDuration(http2Keepalive.intervalMs),
        timeout: istioDuration(http2Keepalive.timeoutMs),
      },
    }),
  };
}
