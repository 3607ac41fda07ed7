import { readManifests } from './manifests';
import { mutualTlsMode } from './mutual-tls';
import { object } from './objects';

const workload = { namespace: 'shop', labels: { app: 'orders' } };
const selector = { matchLabels: { app: 'orders' } };
const mesh = object('PeerAuthentication', 'istio-system/mesh', { mtls: { mode: 'STRICT' } });
const own = object('PeerAuthentication', 'shop/all', { mtls: { mode: 'DISABLE' } });
const forPort = object('PeerAuthentication', 'shop/orders', {
  selector,
  mtls: { mode: 'PERMISSIVE' },
  portLevelMtls: { 8080: { mode: 'STRICT' }, 8081: { mode: 'UNSET' } },
});

test.each([
  ['nothing is PERMISSIVE', [], 8080, 'PERMISSIVE'],
  ['the mesh counts', [mesh], 8080, 'STRICT'],
  ['the namespace counts before the mesh', [mesh, own], 8080, 'DISABLE'],
  ['the workload counts before the namespace', [mesh, own, forPort], 7, 'PERMISSIVE'],
  ['the port counts before the workload', [forPort], 8080, 'STRICT'],
  ['a port that is UNSET inherits', [forPort], 8081, 'PERMISSIVE'],
  [
    'a namespace that is UNSET inherits',
    [mesh, object('PeerAuthentication', 'shop/all', { mtls: { mode: 'UNSET' } })],
    7,
    'STRICT',
  ],
  [
    'a selector in the root namespace selects nothing',
    [object('PeerAuthentication', 'istio-system/x', { selector, mtls: { mode: 'STRICT' } })],
    7,
    'PERMISSIVE',
  ],
  [
    'another namespace does not count',
    [object('PeerAuthentication', 'web/x', { mtls: { mode: 'STRICT' } })],
    7,
    'PERMISSIVE',
  ],
])('%s', (_, policies, port, expected) => {
  expect(mutualTlsMode(readManifests(policies), workload, port)).toBe(expected);
});
