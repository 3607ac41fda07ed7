import type { Mistake } from './mistake';

/** Objects that do not fit together. */
export const OBJECTS: readonly Mistake[] = [
  {
    number: 20,
    title: 'A route to a subset that is not there yet, or no longer',
    consequence: '503 NC until the other object arrives.',
    verdict: {
      impossible:
        'within one file, or one deployment by Pulumi: routes and subsets follow from the same versions, and each subset has a rule of its own, which comes before the routes. Between files a version that comes has `weight: 0` first, and one that goes is first `retiring`: its subset is everywhere, and no route leads to it',
    },
    sources: ['https://istio.io/latest/docs/ops/best-practices/traffic-management/'],
  },
  {
    number: 21,
    title: 'Policy on a subset that no route uses',
    consequence: 'It is not active, and nobody says so.',
    verdict: {
      reportedBy: ['MW0211'],
      otherwise: 'the policy of the host is complete, and each subset repeats it',
    },
    sources: ['https://kiali.io/docs/features/validations/'],
  },
  {
    number: 22,
    title: 'Subset labels that no pod has',
    consequence: '503 for every request of that version.',
    verdict: {
      reportedBy: ['MW0119'],
      otherwise: 'subset, selector and pods take their labels from the same version',
    },
    sources: ['https://istio.io/latest/docs/reference/config/analysis/ist0173/'],
  },
  {
    number: 23,
    title: 'A DestinationRule in a third namespace',
    consequence: "Neither the client's nor the host's namespace: Istio never looks there.",
    verdict: {
      reportedBy: ['MW0423'],
      otherwise:
        "a rule lies in the namespace of its host, or in its caller's for what that caller alone does",
    },
    sources: ['https://istio.io/latest/docs/ops/best-practices/traffic-management/'],
  },
  {
    number: 24,
    title: 'Two VirtualServices or policies for one host',
    consequence: 'The oldest wins, and the other is ignored.',
    verdict: {
      reportedBy: ['MW0412', 'MW0413', 'MW0233'],
      otherwise: 'a host has one VirtualService and one policy, whoever calls it',
    },
    sources: [
      'https://github.com/istio/istio/issues/36621',
      'https://github.com/istio/istio/issues/22997',
    ],
  },
  {
    number: 25,
    title: 'A host that is not what it looks like',
    consequence:
      '`reviews` means another service in another namespace, and `reviews.prod` means nothing at all.',
    verdict: {
      reportedBy: ['MW0422', 'MW0417'],
      otherwise: 'services are called as objects, and their full names are written',
    },
    sources: [
      'https://github.com/istio/istio/blob/release-1.31/pilot/pkg/model/config.go',
      'https://istio.io/latest/docs/reference/config/analysis/ist0101/',
    ],
  },
];
