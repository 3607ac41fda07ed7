import { Port, type VersionProps } from '../../../constructs';
import { aService, lines, shop } from '../../support/declare';

const SPLIT: Record<string, VersionProps> = {
  v1: { image: 'vault:1', weight: 89 },
  v2: { image: 'vault:2', weight: 11 },
};

function versionsOn(port: Port, versions: Record<string, VersionProps>): string[] {
  return lines(shop((chart) => aService(chart, 'vault', { port, versions })));
}

test.each(['tls', 'https'] as const)('versions cannot share a port of %s by weight', (protocol) => {
  expect(versionsOn(Port.of(protocol, 8443), SPLIT)).toEqual([
    `[shop/vault] MW0218 versions: got ${protocol} on 8443, want a port of HTTP or TCP, or one ` +
      'version; declare the protocol inside TLS if the sidecar ends it, or make each version a service',
  ]);
});

test.each(['http', 'grpc', 'tcp', 'redis'] as const)('versions share a port of %s', (protocol) => {
  expect(versionsOn(Port.of(protocol, 8443), SPLIT)).toEqual([]);
});

test('one version may have a port of TLS', () => {
  expect(versionsOn(Port.of('tls', 8443), { v1: { image: 'vault:1' } })).toEqual([]);
});
