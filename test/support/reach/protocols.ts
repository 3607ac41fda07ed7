import type { ServicePort } from './kubernetes';

/** How a proxy treats a port; `auto` is sniffed, and then HTTP if the client speaks it. */
export type Protocol = 'http' | 'tls' | 'tcp' | 'udp' | 'auto';

const NAMED: Readonly<Record<string, Protocol>> = {
  http: 'http',
  http2: 'http',
  grpc: 'http',
  'grpc-web': 'http',
  https: 'tls',
  tls: 'tls',
  tcp: 'tcp',
  mongo: 'tcp',
  redis: 'tcp',
  mysql: 'tcp',
  udp: 'udp',
  'kubernetes.io/h2c': 'http',
  'kubernetes.io/ws': 'http',
  'kubernetes.io/wss': 'tls',
};

// Never sniffed: servers of these speak first (istio: pkg/config/kube/conversion.go).
const SERVER_FIRST_PORTS = [25, 53, 3306, 27017];

/** istio: pkg/config/kube/conversion.go, ConvertProtocol. */
export function protocolOf(port: ServicePort): Protocol {
  if (port.protocol === 'UDP') return 'udp';
  const named = protocolNamed(port.appProtocol ?? port.name ?? '');
  return named === 'auto' && SERVER_FIRST_PORTS.includes(port.port) ? 'tcp' : named;
}

export function protocolNamed(name: string): Protocol {
  const lower = name.toLowerCase();
  const prefix = lower.startsWith('grpc-web') ? 'grpc-web' : lower.replace(/-.*$/s, '');
  return NAMED[lower] ?? NAMED[prefix] ?? 'auto';
}
