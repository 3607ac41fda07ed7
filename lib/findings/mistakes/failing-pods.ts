import type { Mistake } from './mistake';

/** Pods that fail: outlier detection, places, limits, connections. */
export const FAILING_PODS: readonly Mistake[] = [
  {
    number: 10,
    title: 'Outlier detection that never ejects',
    consequence: "Envoy's 10 % of fewer than ten pods is no pod at all: all stay in rotation.",
    verdict: {
      impossible:
        'maxEjectionPercent is computed from the smallest and the largest number of pods, so that at least one can be ejected; nobody can give it',
    },
    sources: [
      'https://github.com/envoyproxy/envoy/pull/27909',
      'https://github.com/envoyproxy/envoy/issues/34796',
      'https://github.com/envoyproxy/gateway/issues/8140',
    ],
  },
  {
    number: 11,
    title: 'Outlier detection that ejects everybody',
    consequence: 'One bad dependency behind all pods, and the answer is 503 no healthy upstream.',
    verdict: {
      reportedBy: ['MW0213'],
      otherwise:
        'the computed maxEjectionPercent never covers all pods, also while one is down; a single replica has no outlier detection, which MW0213 tells',
    },
    sources: [
      'https://github.com/istio/istio/issues/20135',
      'https://github.com/istio/istio/issues/17004',
      'https://github.com/envoyproxy/envoy/issues/17504',
    ],
  },
  {
    number: 12,
    title: 'Outlier detection that keeps requests in their zone',
    consequence:
      'It switches on the preference for the own zone, and the pods of the busiest zone take it all.',
    verdict: {
      impossible:
        'locality is said aloud in every rule: off, unless failover, distribution or trafficDistribution is declared',
    },
    sources: [
      'https://github.com/istio/istio/issues/18367',
      'https://github.com/istio/istio/pull/59879',
      'https://github.com/istio/istio/issues/40506',
    ],
  },
  {
    number: 13,
    title: 'Failover that nothing sets off',
    consequence: 'Without outlier detection nobody finds out who fails, and nothing fails over.',
    verdict: {
      reportedBy: ['MW0239', 'MW0229'],
      otherwise: 'outlier detection is on',
    },
    sources: [
      'https://github.com/istio/istio/issues/12961',
      'https://github.com/istio/istio/issues/48084',
    ],
  },
  {
    number: 14,
    title: 'A distribution taken for a failover',
    consequence: 'A place that is not named gets nothing, also when the named one is gone.',
    verdict: {
      reportedBy: ['MW0241', 'MW0227'],
      otherwise: 'failover and distribution are two types, of which a service takes one',
    },
    sources: ['https://github.com/istio/istio/issues/33470'],
  },
  {
    number: 15,
    title: 'Limits read as those of a pod or of everybody',
    consequence:
      'They are those of one client proxy, and the same rule limits the server: 503 UO far below capacity, or none at all.',
    verdict: {
      reportedBy: ['MW0242', 'MW0243'],
      otherwise:
        'what one replica of the server can take is declared; the share of each client and the limit of the server itself are computed',
    },
    sources: [
      'https://github.com/istio/istio/issues/47416',
      'https://github.com/istio/istio/issues/42490',
      'https://github.com/istio/istio/issues/28666',
    ],
  },
  {
    number: 16,
    title: 'A server that closes connections before its clients do',
    consequence: 'A request meets the end of its connection: 503 UC, now and then, under no load.',
    verdict: {
      reportedBy: ['MW0234'],
      otherwise:
        "clients and the server's proxy close after 4 s unused, or below the `keepAlive` of the service",
    },
    sources: [
      'https://github.com/istio/istio/issues/55138',
      'https://github.com/istio/istio/issues/31393',
      'https://github.com/istio/istio/issues/13205',
    ],
  },
];
