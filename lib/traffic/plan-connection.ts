import type { ProtocolFamily } from '../workload/port';
import { COMPUTED, type Resolution } from './layers';
import type { Http2KeepaliveDeclaration, PolicyDeclaration } from './policy';

/** How connections are made, kept and ended. */
export interface ConnectionPlan {
  readonly connectTimeoutMs: number;
  readonly idleTimeoutMs: number;
  readonly maxConnectionDurationMs: number | undefined;
  readonly maxRequestsPerConnection: number | undefined;
  readonly maxConcurrentStreams: number | undefined;
  readonly tcpKeepalive: TcpKeepalivePlan | undefined;
  readonly http2Keepalive: Http2KeepaliveDeclaration | undefined;
}

/** Probes of an idle connection. */
export interface TcpKeepalivePlan {
  readonly timeMs: number;
  readonly intervalMs: number;
  readonly probes: number;
}

// TCP and TLS 1.3 take two round trips, 300 ms between distant regions; Linux sends a lost first packet again only after
// 1 s (RFC 6298), by when another pod could have answered, and Istio's own 10 s outlast most deadlines
const CONNECT_TIMEOUT_MS = 500;
// Node.js (http.Server.keepAliveTimeout) and uvicorn (--timeout-keep-alive), the shortest common ones
// @see https://nodejs.org/docs/latest-v20.x/api/http.html#serverkeepalivetimeout
const KEEP_ALIVE_MS = 5_000;
// leaves a fifth for a close that is under way while a request is sent
const IDLE_SHARE = 0.8;
// Envoy's default for TCP
const TCP_IDLE_TIMEOUT_MS = 3_600_000;
// load balancers and NAT forget an idle connection, AWS's network load balancer after 350 s; the rest is Linux's default
// @see https://docs.aws.amazon.com/elasticloadbalancing/latest/network/network-load-balancers.html#connection-idle-timeout
const TCP_KEEPALIVE: TcpKeepalivePlan = { timeMs: 300_000, intervalMs: 75_000, probes: 9 };

/** What is known of the server. */
export interface Server {
  readonly family: ProtocolFamily;
  /** Time after which it closes an unused connection; undefined where it does not say. */
  readonly keepAliveMs: number | undefined;
  /** The shortest deadline of a call to it; undefined where nothing is called or has one. */
  readonly shortestDeadlineMs?: number | undefined;
}

/** The connections of one client, or of the server's own proxy to the application. */
export function planConnection(resolution: Resolution, server: Server): ConnectionPlan {
  const { family, shortestDeadlineMs = Infinity } = server;
  const isHttp = family === 'http';
  // half of the shortest deadline leaves room for a second pod
  const half = Math.max(1, Math.floor(shortestDeadlineMs / 2));
  return {
    connectTimeoutMs: resolution.choose(
      'connectTimeout',
      ({ connection }) => connection?.connectTimeoutMs,
      half < CONNECT_TIMEOUT_MS ? { value: half, origin: COMPUTED } : { value: CONNECT_TIMEOUT_MS },
    ),
    idleTimeoutMs: planIdle(resolution, server),
    maxConnectionDurationMs: resolution.find(
      'maxConnectionDuration',
      ({ connection }) => connection?.maxConnectionDurationMs,
    ),
    maxRequestsPerConnection: isHttp
      ? resolution.find(
          'maxRequestsPerConnection',
          ({ connection }) => connection?.maxRequestsPerConnection,
        )
      : undefined,
    maxConcurrentStreams: resolution.find(
      'maxConcurrentStreams',
      ({ connection }) => connection?.maxConcurrentStreams,
    ),
    tcpKeepalive: planKeepalive(resolution, isHttp),
    http2Keepalive: resolution.find(
      'http2Keepalive',
      ({ connection }) => connection?.http2Keepalive,
    ),
  };
}

function planIdle(resolution: Resolution, { family, keepAliveMs }: Server): number {
  const given = ({ connection }: PolicyDeclaration): number | undefined =>
    connection?.idleTimeoutMs;
  if (family !== 'http') {
    return resolution.choose('idleTimeout', given, { value: TCP_IDLE_TIMEOUT_MS });
  }
  return resolution.choose('idleTimeout', given, {
    value: Math.max(1, Math.floor((keepAliveMs ?? KEEP_ALIVE_MS) * IDLE_SHARE)),
    ...(keepAliveMs !== undefined && { origin: COMPUTED }),
  });
}

/** On HTTP an idle connection is closed long before a probe would be sent. */
function planKeepalive(resolution: Resolution, isHttp: boolean): TcpKeepalivePlan | undefined {
  const keepalive = resolution.find('tcpKeepalive', ({ connection }) => connection?.tcpKeepalive);
  if (keepalive === undefined && isHttp) return undefined;
  return {
    timeMs: keepalive?.timeMs ?? TCP_KEEPALIVE.timeMs,
    intervalMs: keepalive?.intervalMs ?? TCP_KEEPALIVE.intervalMs,
    probes: keepalive?.probes ?? TCP_KEEPALIVE.probes,
  };
}
