import type { Mistake } from './mistake';

/** Who may call. */
export const SECURITY: readonly Mistake[] = [
  {
    number: 36,
    title: 'An authorization policy that says something else than it reads',
    consequence:
      'An empty policy denies all, HTTP fields on TCP never match or always deny, and an identity is empty without mutual TLS.',
    verdict: {
      reportedBy: ['MW0406', 'MW0302'],
      otherwise:
        'policies are written from the declared calls: ALLOW alone, by identity and port, by method and path only on HTTP ports, beside STRICT mutual TLS',
    },
    sources: [
      'https://istio.io/latest/docs/reference/config/security/authorization-policy/',
      'https://istio.io/latest/docs/ops/best-practices/security/',
    ],
  },
  {
    number: 37,
    title: 'The first ALLOW that locks out everybody else',
    consequence: 'Health checks, metrics or the ingress gateway are denied from then on.',
    verdict: {
      impossible:
        "the policy has a rule for every declared caller, gateways included; probes and metrics go through Istio's agent, which it does not guard",
    },
    sources: ['https://istio.io/latest/docs/concepts/security/#implicit-enablement'],
  },
  {
    number: 38,
    title: 'A RequestAuthentication taken for a lock',
    consequence: 'It refuses wrong tokens alone: whoever sends none passes.',
    verdict: {
      impossible:
        'no construct writes one: who may call is decided by the certificate of the caller, and all others are denied',
    },
    sources: ['https://istio.io/latest/docs/reference/config/security/request_authentication/'],
  },
  {
    number: 39,
    title: 'Policies for requests in ambient without a waypoint',
    consequence: 'They are ignored, or deny more than they say.',
    verdict: {
      reportedBy: ['MW0603'],
      otherwise: 'every pod has a sidecar, which knows requests',
    },
    sources: ['https://istio.io/latest/docs/ambient/usage/l7-features/'],
  },
];
