import type { Mistake } from './mistake';

/** What works against each other in the mesh as a whole. */
export const WHOLE_MESH: readonly Mistake[] = [
  {
    number: 40,
    title: 'A fault on the route whose retries it should test',
    consequence: 'Istio switches timeout and retries of that route off: the test proves nothing.',
    verdict: {
      impossible:
        'no route has a fault: an Experiment is injected on the side of the server, where the route of the caller keeps its deadline and retries',
    },
    sources: [
      'https://github.com/istio/istio/issues/13705',
      'https://github.com/istio/istio/issues/25160',
      'https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRoute',
    ],
  },
  {
    number: 41,
    title: 'Consistent hashing beside a preference for near pods',
    consequence: 'Callers in different places send the same key to different pods.',
    verdict: {
      reportedBy: ['MW0240'],
      otherwise:
        'places mean nothing for the choice of a pod; a retry of a hashed request may stay with its pod, as Istio does it',
    },
    sources: [
      'https://istio.io/latest/docs/reference/config/networking/destination-rule/#LoadBalancerSettings-ConsistentHashLB',
      'https://github.com/istio/istio/pull/50759',
    ],
  },
  {
    number: 42,
    title: 'A Sidecar that misses a host',
    consequence: 'The call goes past the mesh, without mutual TLS or policy, or fails with 502.',
    verdict: {
      reportedBy: ['MW0408'],
      otherwise:
        'the hosts of a Sidecar are those of the declared calls, and everything else is refused',
    },
    sources: ['https://istio.io/latest/docs/reference/config/networking/sidecar/'],
  },
  {
    number: 43,
    title: 'VirtualService and HTTPRoute for one service',
    consequence: 'The behaviour is undefined, and `retry` is dropped by the standard CRDs.',
    verdict: { impossible: "routes are written in Istio's own API alone" },
    sources: [
      'https://istio.io/latest/docs/ambient/usage/l7-features/',
      'https://gateway-api.sigs.k8s.io/geps/gep-1731/',
    ],
  },
  {
    number: 44,
    title: 'A panic threshold for safety',
    consequence:
      'Requests go to pods that were ejected, and from Istio 1.31 to pods that are not ready.',
    verdict: {
      reportedBy: ['MW0009'],
      otherwise:
        'minHealthPercent is 0 and says so; another takes PanicThreshold.below with a reason, which becomes an annotation',
    },
    sources: [
      'https://www.envoyproxy.io/docs/envoy/latest/intro/arch_overview/upstream/load_balancing/panic_threshold',
      'https://github.com/istio/istio/blob/release-1.31/pilot/pkg/model/service.go',
    ],
  },
  {
    number: 45,
    title: 'Defaults that change with the mesh',
    consequence:
      'An upgrade changes retries, sidecars or ejections of services that nobody touched.',
    verdict: {
      reportedBy: ['MW0601', 'MW0238'],
      otherwise: 'every value that matters is written, also where it is the default of today',
    },
    sources: [
      'https://istio.io/latest/news/releases/1.24.x/announcing-1.24/upgrade-notes/',
      'https://istio.io/latest/news/releases/1.31.x/announcing-1.31/upgrade-notes/',
    ],
  },
];
