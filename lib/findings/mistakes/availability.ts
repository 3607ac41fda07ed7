import type { Mistake } from './mistake';

/** Evictions, scale and probes. */
export const AVAILABILITY: readonly Mistake[] = [
  {
    number: 32,
    title: 'A disruption budget that allows nothing',
    consequence: 'The drain of a node never ends, and with it no upgrade of the cluster.',
    verdict: {
      impossible:
        'of two pods or more one may be evicted at a time, and a broken one always; a single pod has no budget',
    },
    sources: ['https://kubernetes.io/docs/tasks/run-application/configure-pdb/'],
  },
  {
    number: 33,
    title: 'Replicas beside an autoscaler',
    consequence: 'Each apply takes the scale back to what was written once.',
    verdict: { impossible: 'where an autoscaler decides, no number of replicas is written' },
    sources: [
      'https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/#migrating-deployments-and-statefulsets-to-horizontal-autoscaling',
    ],
  },
  {
    number: 34,
    title: 'Liveness that asks what readiness asks',
    consequence:
      'A slow dependency makes every pod restart, which takes away what was left of the capacity.',
    verdict: {
      reportedBy: ['MW0120', 'MW0133'],
      otherwise: 'there is a readiness probe and no liveness probe',
    },
    sources: [
      'https://github.com/zegl/kube-score/blob/master/README_PROBES.md',
      'https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/',
    ],
  },
  {
    number: 35,
    title: 'Probes that mutual TLS refuses',
    consequence: 'The kubelet has no certificate: pods never become ready.',
    verdict: {
      reportedBy: ['MW0119'],
      otherwise: "every pod asks for its probes to be sent through Istio's agent",
    },
    sources: ['https://istio.io/latest/docs/ops/configuration/mesh/app-health-check/'],
  },
];
