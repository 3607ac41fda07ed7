import type { Mistake } from './mistake';

/** Retries and deadlines. */
export const RETRIES: readonly Mistake[] = [
  {
    number: 1,
    title: 'Retries at every layer',
    consequence:
      'Each layer multiplies the tries of the one above. Three tries at each of four layers are 81 requests for one, sent to what is failing already.',
    verdict: {
      reportedBy: ['MW1001'],
      otherwise:
        'every proxy has a retry budget, 20 % of its requests in flight, so that a layer adds a quarter at most to what is in flight; MW1001 tells where failures multiply the load beyond the limit of the mesh',
    },
    sources: [
      'https://sre.google/sre-book/addressing-cascading-failures/',
      'https://aws.amazon.com/message/5467D2/',
      'https://istio.io/latest/docs/reference/config/networking/destination-rule/#TrafficPolicy-RetryBudget',
    ],
  },
  {
    number: 2,
    title: 'Repeating what is not repeatable',
    consequence: 'An order is placed or a customer charged twice.',
    verdict: {
      reportedBy: ['MW0203'],
      otherwise:
        'it does not compile either; what is not declared repeatable is repeated only where it cannot have reached the server, and a keyed operation only with its key',
    },
    sources: [
      'https://github.com/istio/istio/issues/50506',
      'https://github.com/istio/istio/issues/13851',
      'https://github.com/istio/istio/issues/51619',
    ],
  },
  {
    number: 3,
    title: 'A deadline that ends before the last try',
    consequence: 'The later tries never happen; the number of retries in the manifest is a wish.',
    verdict: {
      reportedBy: ['MW0205', 'MW0206', 'MW0252'],
      otherwise: 'each try gets an even share of the deadline, less the longest pauses',
    },
    sources: [
      'https://github.com/istio/istio/issues/21137',
      'https://www.envoyproxy.io/docs/envoy/latest/configuration/http/http_filters/router_filter#x-envoy-upstream-rq-per-try-timeout-ms',
    ],
  },
  {
    number: 4,
    title: 'A try that may take as long as all of them',
    consequence: 'Envoy ignores the per-try timeout, without a word.',
    verdict: {
      reportedBy: ['MW0204'],
      otherwise: 'a share of the deadline is below it by construction',
    },
    sources: [
      'https://www.envoyproxy.io/docs/envoy/latest/configuration/http/http_filters/router_filter#x-envoy-upstream-rq-per-try-timeout-ms',
    ],
  },
  {
    number: 5,
    title: 'A per-try timeout whose cuts are not repeated',
    consequence: 'Requests fail earlier than without it, and are not tried again.',
    verdict: {
      reportedBy: ['MW0207'],
      otherwise: 'a try is cut off only where reset, 5xx or gateway-error is among the conditions',
    },
    sources: ['https://github.com/istio/istio/issues/55748'],
  },
  {
    number: 6,
    title: 'Conditions that replace the harmless ones',
    consequence:
      'With `retryOn: "503"` a connection that could not be made is no longer tried elsewhere.',
    verdict: {
      impossible:
        'conditions are added to those that cannot have reached the server, never put in their place',
    },
    sources: [
      'https://github.com/istio/istio/blob/release-1.31/pilot/pkg/networking/core/route/retry/retry.go',
    ],
  },
  {
    number: 7,
    title: 'A blank or a misspelt word among the conditions',
    consequence: 'The webhook refuses the route, or Envoy never repeats.',
    verdict: {
      reportedBy: ['MW0202'],
      otherwise: 'conditions are a typed list, and are joined by commas alone',
    },
    sources: [
      'https://github.com/istio/istio/blob/release-1.31/pkg/config/validation/validation.go',
    ],
  },
  {
    number: 8,
    title: 'No deadline anywhere',
    consequence:
      'Istio sets none: callers wait as long as what they called, and with them theirs, until all threads wait.',
    verdict: {
      impossible:
        'every route has a deadline, that of the gateway and the last one for undeclared requests included; it is derived where nobody gives one',
    },
    sources: [
      'https://istio.io/latest/docs/concepts/traffic-management/#timeouts',
      'https://sre.google/sre-book/addressing-cascading-failures/',
    ],
  },
  {
    number: 9,
    title: 'A caller that gives up before its callee',
    consequence: 'Work goes on below that nobody waits for, and a retry starts it once more.',
    verdict: {
      reportedBy: ['MW1003', 'MW0414'],
      otherwise:
        "a derived deadline is the callee's own time and all that the callee waits for; MW0414 tells where the maximum of the mesh cuts it",
    },
    sources: [
      'https://istio.io/latest/docs/concepts/traffic-management/#working-with-your-applications',
    ],
  },
];
