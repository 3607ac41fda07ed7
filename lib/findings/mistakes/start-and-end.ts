import type { Mistake } from './mistake';

/** How pods start and end. */
export const START_AND_END: readonly Mistake[] = [
  {
    number: 17,
    title: 'Pods that end while they are still called',
    consequence: 'Some 503 in every rolling update.',
    verdict: {
      impossible:
        'every pod with a port sleeps before SIGTERM until its endpoint is gone; grace period and drain of the proxy follow from the longest deadline; a rolling update has never fewer pods than before',
    },
    sources: [
      'https://github.com/istio/istio/issues/7665',
      'https://github.com/istio/istio/issues/11682',
      'https://github.com/istio/istio/issues/36631',
    ],
  },
  {
    number: 18,
    title: 'An application that starts before its proxy',
    consequence: 'Its first calls are refused, and it restarts until it is lucky.',
    verdict: {
      impossible:
        'the proxy is a native sidecar, or holds the application back where the mesh has classic ones; there are no init containers that could call',
    },
    sources: [
      'https://github.com/istio/istio/issues/11130',
      'https://github.com/istio/istio/issues/54884',
      'https://github.com/istio/istio/issues/41086',
    ],
  },
  {
    number: 19,
    title: 'A job that never completes',
    consequence: 'Its work is done, and its proxy runs on.',
    verdict: {
      reportedBy: ['MW0123'],
      otherwise: 'a native sidecar ends with the application',
    },
    sources: [
      'https://github.com/istio/istio/issues/11659',
      'https://github.com/istio/istio/issues/11045',
      'https://github.com/istio/istio/issues/19072',
    ],
  },
];
