import type { LimitsDeclaration, ProfileDeclaration } from '../traffic/policy';
import type { StoreKind } from './store-kinds';

// one packet that is lost is sent again after 1 s (RFC 6298), and there is mostly no other server to ask instead
const CONNECT_TIMEOUT_MS = 2_000;
// MongoDB recommends 120 s, its drivers 10 s between probes; Azure's load balancer forgets a connection after 240 s, AWS's
// after 350 s. With Linux's nine probes a dead server is known after 3.5 min, where Linux's own numbers take 2 h
// @see https://www.mongodb.com/docs/manual/faq/diagnostics/ https://learn.microsoft.com/azure/load-balancer/load-balancer-tcp-idle-timeout
const KEEPALIVE = { timeMs: 120_000, intervalMs: 10_000, probes: 9 };

/** What a kind of data store wants, where its owner says nothing else. */
export function storeProfile({ name, idleSeconds, maxConnections }: StoreKind): ProfileDeclaration {
  return {
    name,
    policy: {
      timeoutMs: undefined,
      maxTimeoutMs: undefined,
      retries: undefined,
      loadBalancing: undefined,
      outlierDetection: undefined,
      retryBudget: undefined,
      connection: {
        connectTimeoutMs: CONNECT_TIMEOUT_MS,
        idleTimeoutMs: idleSeconds * 1000,
        tcpKeepalive: KEEPALIVE,
        maxConnectionDurationMs: undefined,
        maxRequestsPerConnection: undefined,
        maxConcurrentStreams: undefined,
        http2Keepalive: undefined,
      },
      capacity:
        maxConnections === undefined
          ? undefined
          : {
              of: 'total',
              requests: maxConnections,
              connections: undefined,
              pendingRequests: undefined,
            },
    },
  };
}

/** The limit of one client's replica towards a kind of data store that has no limit of its own. */
export function storePool({ clientConnections }: StoreKind): LimitsDeclaration | undefined {
  return clientConnections === undefined
    ? undefined
    : { requests: clientConnections, connections: undefined, pendingRequests: undefined };
}
