import { DataStore, Pool, type DataStoreProps } from '../../../constructs';
import type { DeclaredSystem } from '../../../constructs/testing';
import { aService, errors, has, lines, shop } from '../../support/declare';
import { environmentOf, specOf } from '../rendered';

function calling(props: DataStoreProps, mesh = {}): DeclaredSystem {
  const system = shop((chart) => {
    aService(chart, 'orders').calls(DataStore.postgres(chart, 'ledger', props));
  }, mesh);
  expect(lines(system)).toEqual([]);
  return system;
}

const capturesDns = (system: DeclaredSystem): boolean => {
  const { template } = specOf(system, 'Deployment', 'orders-v1');
  const config = template.metadata?.annotations?.['proxy.istio.io/config'] ?? '{}';
  const { proxyMetadata } = JSON.parse(config) as { proxyMetadata?: Record<string, string> };
  return proxyMetadata?.ISTIO_META_DNS_CAPTURE === 'true';
};

describe('by a name outside the cluster', () => {
  const host = 'ledger.db.example';

  test('it is registered by DNS, for TCP', () => {
    expect(specOf(calling({ host }), 'ServiceEntry', 'ledger')).toEqual({
      hosts: [host],
      exportTo: ['.'],
      location: 'MESH_EXTERNAL',
      ports: [{ number: 5432, name: 'tcp', protocol: 'TCP' }],
      resolution: 'DNS',
    });
  });

  test('its callers ask the DNS of their proxy, which tells the ports of two names apart', () => {
    expect(capturesDns(calling({ host }))).toBe(true);
  });

  test('its port is open to any address', () => {
    expect(specOf(calling({ host }), 'NetworkPolicy', 'orders').egress).toContainEqual({
      to: [{ ipBlock: { cidr: '0.0.0.0/0' } }, { ipBlock: { cidr: '::/0' } }],
      ports: [{ protocol: 'TCP', port: 5432 }],
    });
  });

  test('a service that does not call it does not ask the DNS of its proxy', () => {
    const system = shop((chart) => {
      DataStore.postgres(chart, 'ledger', { host });
      aService(chart, 'orders');
    });
    expect(capturesDns(system)).toBe(false);
  });
});

describe('by its address', () => {
  const system = (): DeclaredSystem => calling({ address: '10.7.11.13' });

  test('it is registered under a name that no zone has, with that address', () => {
    expect(specOf(system(), 'ServiceEntry', 'ledger')).toEqual({
      hosts: ['ledger.shop.external.cluster.local'],
      exportTo: ['.'],
      location: 'MESH_EXTERNAL',
      ports: [{ number: 5432, name: 'tcp', protocol: 'TCP' }],
      resolution: 'STATIC',
      addresses: ['10.7.11.13'],
      endpoints: [{ address: '10.7.11.13' }],
    });
    expect(specOf(system(), 'DestinationRule', 'ledger').host).toBe(
      'ledger.shop.external.cluster.local',
    );
    expect(specOf(system(), 'Sidecar', 'orders').egress).toEqual([
      { hosts: ['shop/ledger.shop.external.cluster.local'] },
    ]);
  });

  test('only that address is opened, and no DNS is needed', () => {
    expect(specOf(system(), 'NetworkPolicy', 'orders').egress).toContainEqual({
      to: [{ ipBlock: { cidr: '10.7.11.13/32' } }],
      ports: [{ protocol: 'TCP', port: 5432 }],
    });
    expect(capturesDns(system())).toBe(false);
    expect(environmentOf(system(), 'orders-v1')).toEqual({
      LEDGER_HOST: '10.7.11.13',
      LEDGER_PORT: '5432',
    });
  });

  test('an IPv6 address is opened alone too', () => {
    const { egress } = specOf(calling({ address: 'fd00::7' }), 'NetworkPolicy', 'orders');
    expect(egress).toContainEqual(
      expect.objectContaining({ to: [{ ipBlock: { cidr: 'fd00::7/128' } }] }),
    );
  });
});

describe('in the cluster', () => {
  const host = 'ledger.data.svc.cluster.local';

  test('it is not registered again, and is known where it is', () => {
    const system = calling({ host });
    expect(has(system.manifests(), 'ServiceEntry')).toBe(false);
    expect(specOf(system, 'Sidecar', 'orders').egress).toEqual([{ hosts: [`data/${host}`] }]);
    expect(capturesDns(system)).toBe(false);
  });

  test('its namespace is opened, since nobody knows the labels of its pods', () => {
    expect(specOf(calling({ host }), 'NetworkPolicy', 'orders').egress).toContainEqual({
      to: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'data' } } }],
      ports: [{ protocol: 'TCP', port: 5432 }],
    });
  });

  test('its policy stands beside its callers, where their proxies look first', () => {
    const rule = calling({ host }).manifest('DestinationRule', 'ledger');
    expect(rule.metadata.namespace).toBe('shop');
    expect(rule.spec).toMatchObject({ host, exportTo: ['.'] });
  });

  test('is told by the domain of the cluster', () => {
    const system = calling({ host }, { clusterDomain: 'eu.local' });
    expect(has(system.manifests(), 'ServiceEntry', 'ledger')).toBe(true);
  });
});

test('connections are limited and kept; nothing that only HTTP has is said', () => {
  const system = calling({ host: 'ledger.db.example', pool: Pool.perReplica(7) });
  expect(specOf(system, 'DestinationRule', 'ledger').trafficPolicy).toEqual({
    loadBalancer: { simple: 'LEAST_REQUEST', localityLbSetting: { enabled: false } },
    connectionPool: {
      tcp: {
        maxConnections: 7,
        connectTimeout: '2s',
        idleTimeout: '86400s',
        tcpKeepalive: { time: '120s', interval: '10s', probes: 9 },
      },
    },
  });
  expect(has(system.manifests(), 'VirtualService', 'ledger')).toBe(false);
});

test.each([
  ['postgres', 5432, 'TCP'],
  ['mysql', 3306, 'MYSQL'],
  ['mongo', 27_017, 'MONGO'],
  ['redis', 6379, 'REDIS'],
  ['kafka', 9092, 'TCP'],
] as const)('%s has its own port, %i for %s, unless another is given', (kind, number, protocol) => {
  const system = shop((chart) => {
    DataStore[kind](chart, 'own', { address: '10.7.0.11' });
    DataStore[kind](chart, 'other', { address: '10.7.0.13', port: 7000 });
  });
  const name = protocol.toLowerCase();
  expect(specOf(system, 'ServiceEntry', 'own').ports).toEqual([{ number, name, protocol }]);
  expect(specOf(system, 'ServiceEntry', 'other').ports).toEqual([{ number: 7000, name, protocol }]);
});

test('anything else speaks TCP on the port that is given', () => {
  const system = shop((chart) => {
    DataStore.tcp(chart, 'queue', { address: '10.7.0.11', port: 5672 });
  });
  expect(specOf(system, 'ServiceEntry', 'queue').ports).toEqual([
    { number: 5672, name: 'tcp', protocol: 'TCP' },
  ]);
});

test.each<[string, DataStoreProps, string]>([
  [
    'neither host nor address',
    {},
    'MW0502 host: got neither of `host` and `address`, want exactly one of `host` and `address`; give ' +
      'the one that the application connects to',
  ],
  [
    'both host and address',
    { host: 'ledger.db.example', address: '10.7.0.11' },
    'MW0502 host: got both of `host` and `address`, want exactly one of `host` and `address`; give the ' +
      'one that the application connects to',
  ],
  [
    'an address that is a name',
    { address: 'ledger.db.example' },
    'MW0007 address: got "ledger.db.example", want an IPv4 or IPv6 address; give an address, or `host` ' +
      'for a name',
  ],
  [
    'a host with a port',
    { host: 'ledger.db.example:5432' },
    'MW0006 host: got "ledger.db.example:5432", want a DNS name of lower-case labels, at most 253 ' +
      'characters, without scheme and port; give the bare host name',
  ],
])('%s is an error', (_what, props, text) => {
  const system = shop((chart) => void DataStore.postgres(chart, 'ledger', props));
  expect(errors(system)).toEqual([`[shop/ledger] ${text}`]);
});
