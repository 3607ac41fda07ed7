import type { IDestinationRule } from '@kubernetes-models/istio/networking.istio.io/v1/DestinationRule' with {
  'resolution-mode': 'import',
};
import { istioDuration } from '../values/duration';
import type { LoadBalancing } from './load-balancing';
import type { DestinationRulePlan, PoolPlan, TrafficPolicyPlan } from './plan-destination';

type Spec = NonNullable<IDestinationRule['spec']>;
type Policy = NonNullable<Spec['trafficPolicy']>;

// of the requests in flight, a fifth may be retries, and three always. @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#TrafficPolicy-RetryBudget
const RETRY_BUDGET = { percent: 20, minRetryConcurrency: 3 };

// load balancers and NAT forget an idle connection, AWS's network load balancer after 350 s; the rest is Linux's default
// @see https://docs.aws.amazon.com/elasticloadbalancing/latest/network/network-load-balancers.html#connection-idle-timeout
const KEEPALIVE = { time: '300s', interval: '75s', probes: 9 };

/** The DestinationRule of a host. It says nothing about TLS inside the mesh: any `tls` block would override mutual TLS. */
export function renderDestinationRule(
  { host, policy, subsets, tls }: DestinationRulePlan,
  exportTo?: readonly string[],
): Spec {
  return {
    host,
    ...(exportTo && { exportTo: [...exportTo] }),
    trafficPolicy: {
      ...renderPolicy(policy),
      // Istio leaves the certificate's name unchecked where `sni` is set and this is not: cluster_tls.go, setAutoSniAndAutoSanValidation
      ...(tls && { tls: { mode: 'SIMPLE', sni: tls.sni, subjectAltNames: [tls.sni] } }),
    },
    ...(subsets.length > 0 && {
      subsets: subsets.map(({ name, labels, policy: own }) => ({
        name,
        labels: { ...labels },
        trafficPolicy: renderPolicy(own),
      })),
    }),
  };
}

function renderPolicy({ loadBalancing, pool, outlierDetection }: TrafficPolicyPlan): Policy {
  return {
    loadBalancer: {
      ...renderAlgorithm(loadBalancing),
      // outlier detection would otherwise keep every request in the caller's zone
      localityLbSetting: { enabled: false },
    },
    connectionPool: renderPool(pool),
    ...(pool.carriesRequests && { retryBudget: { ...RETRY_BUDGET } }),
    ...(outlierDetection && {
      outlierDetection: {
        consecutive5xxErrors: outlierDetection.consecutive5xxErrors,
        interval: istioDuration(outlierDetection.intervalMs),
        baseEjectionTime: istioDuration(outlierDetection.baseEjectionTimeMs),
        maxEjectionPercent: outlierDetection.maxEjectionPercent,
        minHealthPercent: 0,
      },
    }),
  };
}

function renderAlgorithm(
  balancing: LoadBalancing | undefined,
): NonNullable<Policy['loadBalancer']> {
  const key = balancing?.hashKey;
  if (balancing === undefined) return { simple: 'LEAST_REQUEST' };
  if (balancing.algorithm !== 'CONSISTENT_HASH') return { simple: balancing.algorithm };
  switch (key?.kind) {
    case 'header':
      return { consistentHash: { httpHeaderName: key.name } };
    case 'queryParameter':
      return { consistentHash: { httpQueryParameterName: key.name } };
    case 'cookie':
      return {
        consistentHash: {
          httpCookie: { name: key.name, ttl: istioDuration(key.ttl.toMilliseconds()) },
        },
      };
    case 'sourceIp':
    case undefined:
      return { consistentHash: { useSourceIp: true } };
  }
}

function renderPool({
  limit,
  connectTimeoutMs,
  idleTimeoutMs,
  carriesRequests,
}: PoolPlan): NonNullable<Policy['connectionPool']> {
  const tcp = { maxConnections: limit, connectTimeout: istioDuration(connectTimeoutMs) };
  const idleTimeout = istioDuration(idleTimeoutMs);
  if (!carriesRequests) return { tcp: { ...tcp, idleTimeout, tcpKeepalive: { ...KEEPALIVE } } };
  return {
    tcp,
    http: { http1MaxPendingRequests: limit, http2MaxRequests: limit, idleTimeout },
  };
}
