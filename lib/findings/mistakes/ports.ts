import type { Mistake } from './mistake';

/** TLS, ports, hosts outside and gateways. */
export const PORTS: readonly Mistake[] = [
  {
    number: 26,
    title: 'A TLS mode that contradicts the server',
    consequence: 'Connections are reset, and clients see 503.',
    verdict: {
      impossible:
        'no rule for a host of the mesh has a `tls` block, so that the client follows what the server takes; only what is outside the mesh has one',
    },
    sources: [
      'https://istio.io/latest/docs/ops/common-problems/network-issues/#503-errors-after-setting-destination-rule',
    ],
  },
  {
    number: 27,
    title: 'Settings of a port that drop those of the host',
    consequence: 'Outlier detection, TLS or the budget are gone on that port alone.',
    verdict: { impossible: 'no rule has settings of a port: they hold for the host as a whole' },
    sources: [
      'https://istio.io/latest/docs/reference/config/networking/destination-rule/#TrafficPolicy-PortTrafficPolicy',
    ],
  },
  {
    number: 28,
    title: 'A headless service treated like any other',
    consequence:
      'Nothing is balanced or ejected, undeclared ports are not in the mesh, and pods called by name have no policy.',
    verdict: {
      impossible:
        'a stateful service has a Service for its callers and a headless one for its own pods, both with every port; the headless one has routes and limits, and no policy that could not act',
    },
    sources: [
      'https://github.com/istio/istio/issues/10659',
      'https://github.com/istio/istio/issues/12551',
      'https://istio.io/latest/docs/ops/configuration/traffic-management/traffic-routing/#headless-services',
    ],
  },
  {
    number: 29,
    title: 'A TCP entry without an address, which takes the whole port',
    consequence: 'Connections to anything else on that port go there.',
    verdict: {
      reportedBy: ['MW0413'],
      otherwise:
        'a data store has an address of its own: the given one, or the one that Istio gives its name, for which its callers capture DNS',
    },
    sources: [
      'https://istio.io/latest/docs/ops/configuration/traffic-management/traffic-routing/#unmatched-traffic',
    ],
  },
  {
    number: 30,
    title: 'A port whose protocol Istio has to guess',
    consequence:
      'gRPC becomes TCP with one pod for each connection, and a protocol in which the server speaks first hangs.',
    verdict: {
      reportedBy: ['MW0102', 'MW0420'],
      otherwise: 'every port has an appProtocol and a name that begins with it',
    },
    sources: [
      'https://istio.io/latest/docs/ops/configuration/traffic-management/protocol-selection/',
    ],
  },
  {
    number: 31,
    title: 'Gateways that take each other’s requests',
    consequence:
      'Of two for one host one is ignored; browsers reuse the connection of one certificate for both, and get 404.',
    verdict: {
      reportedBy: ['MW0507', 'MW0251'],
      otherwise:
        'a gateway takes routes of its own namespace for its own hosts, and its port names are its own',
    },
    sources: [
      'https://istio.io/latest/docs/ops/common-problems/network-issues/#404-errors-occur-when-multiple-gateways-configured-with-same-tls-certificate',
      'https://github.com/istio/istio/issues/17079',
    ],
  },
];
