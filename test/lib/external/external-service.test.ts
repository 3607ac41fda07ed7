import { Duration } from 'cdk8s';
import {
  ExternalService,
  Operation,
  Pool,
  Retries,
  Tls,
  type ExternalServiceProps,
} from '../../../constructs';
import type { DeclaredSystem } from '../../../constructs/testing';
import { aService, errors, has, lines, shop } from '../../support/declare';
import { routeOf, routesOf, specOf } from '../rendered';

const HOST = 'api.cards.example';

/** Orders calls the cards at {@link HOST}. */
function calling(props: Partial<ExternalServiceProps>): DeclaredSystem {
  const system = shop((chart) => {
    const cards = new ExternalService(chart, 'cards', { host: HOST, ...props });
    aService(chart, 'orders').calls(cards);
  });
  expect(lines(system)).toEqual([]);
  return system;
}

describe('Tls.originate: the proxy encrypts', () => {
  const originate = { tls: Tls.originate() };

  test('the application speaks HTTP to port 80, which leaves for port 443', () => {
    expect(specOf(calling(originate), 'ServiceEntry', 'cards')).toEqual({
      hosts: [HOST],
      exportTo: ['.'],
      location: 'MESH_EXTERNAL',
      ports: [{ number: 80, name: 'http', protocol: 'HTTP', targetPort: 443 }],
      resolution: 'DNS',
    });
  });

  test('it leaves for the port that is given', () => {
    const system = calling({ ...originate, port: 8443 });
    expect(specOf(system, 'ServiceEntry', 'cards').ports).toEqual([
      { number: 80, name: 'http', protocol: 'HTTP', targetPort: 8443 },
    ]);
    expect(JSON.stringify(specOf(system, 'NetworkPolicy', 'orders').egress)).toContain('8443');
  });

  test('the certificate must be for the host: with `sni` alone Istio checks no name in it', () => {
    expect(specOf(calling(originate), 'DestinationRule', 'cards').trafficPolicy?.tls).toEqual({
      mode: 'SIMPLE',
      sni: HOST,
      subjectAltNames: [HOST],
    });
  });

  test('the policy of the host has no outlier detection: nobody knows how many answer', () => {
    const { host, exportTo, trafficPolicy } = specOf(
      calling(originate),
      'DestinationRule',
      'cards',
    );
    expect([host, exportTo]).toEqual([HOST, ['.']]);
    expect(trafficPolicy).not.toHaveProperty('outlierDetection');
    expect(trafficPolicy?.connectionPool).toEqual({
      tcp: { maxConnections: 100, connectTimeout: '500ms' },
      http: { http1MaxPendingRequests: 100, http2MaxRequests: 100, idleTimeout: '4s' },
    });
  });

  test('requests have deadline and retries as inside the mesh', () => {
    const system = shop((chart) => {
      const operations = {
        rate: Operation.safe('GET /rates/{currency}'),
        charge: Operation.unsafe('POST /charges'),
      };
      const cards = new ExternalService(chart, 'cards', { host: HOST, operations, ...originate });
      const orders = aService(chart, 'orders');
      orders.calls(cards.operations.rate, {
        timeout: Duration.seconds(3),
        retries: Retries.upTo(2),
      });
      orders.calls(cards.operations.charge, { timeout: Duration.seconds(7) });
    });
    expect(lines(system)).toEqual([]);
    expect(specOf(system, 'VirtualService', 'cards')).toMatchObject({
      hosts: [HOST],
      exportTo: ['.'],
    });
    expect(routeOf(system, 'cards', 'shop.orders.rate')).toMatchObject({
      match: [{ method: { exact: 'GET' }, uri: { regex: '/rates/[^/]+' } }],
      route: [{ destination: { host: HOST, port: { number: 80 } } }],
      timeout: '3s',
      retries: { attempts: 2, perTryTimeout: '975ms' },
    });
    expect(routeOf(system, 'cards', 'shop.orders.charge')).toMatchObject({
      timeout: '7s',
      retries: { retryOn: 'connect-failure,refused-stream,reset-before-request' },
    });
    expect(routesOf(system, 'cards').at(-1)).toMatchObject({ retries: { attempts: 0 } });
  });
});

describe('Tls.passthrough: the application encrypts', () => {
  test('is the default, and the mesh sees the name of the server alone', () => {
    const system = calling({});
    expect(specOf(system, 'ServiceEntry', 'cards')).toEqual({
      hosts: [HOST],
      exportTo: ['.'],
      location: 'MESH_EXTERNAL',
      ports: [{ number: 443, name: 'tls', protocol: 'TLS' }],
      resolution: 'DNS',
    });
    expect(specOf(system, 'DestinationRule', 'cards').trafficPolicy).toEqual({
      loadBalancer: { simple: 'LEAST_REQUEST', localityLbSetting: { enabled: false } },
      connectionPool: {
        tcp: {
          maxConnections: 100,
          connectTimeout: '500ms',
          idleTimeout: '3600s',
          tcpKeepalive: { time: '300s', interval: '75s', probes: 9 },
        },
      },
    });
    expect(has(system.manifests(), 'VirtualService', 'cards')).toBe(false);
    expect(system.calls()).toMatchObject([{ deadlineMs: undefined, retries: undefined }]);
  });

  test('needs no DNS of the proxy, since the server name tells the hosts apart', () => {
    const { template } = specOf(calling({}), 'Deployment', 'orders-v1');
    expect(JSON.stringify(template.metadata?.annotations)).not.toContain('DNS_CAPTURE');
  });

  test('has no operations to tell apart: an error', () => {
    const system = shop((chart) => {
      const operations = { charge: Operation.unsafe('POST /charges') };
      new ExternalService(chart, 'cards', { host: HOST, operations });
    });
    expect(errors(system)).toEqual([
      '[shop/cards] MW0501 operations: got operations behind `Tls.passthrough`, want Tls.originate() or ' +
        'no operations; let the proxy originate TLS, or call it as a whole',
    ]);
  });
});

describe('Tls.none: nobody encrypts', () => {
  test('takes a reason, which becomes an annotation', () => {
    const system = calling({ tls: Tls.none('an appliance that knows no TLS') });
    expect(specOf(system, 'ServiceEntry', 'cards').ports).toEqual([
      { number: 80, name: 'http', protocol: 'HTTP' },
    ]);
    expect(system.manifest('ServiceEntry', 'cards').metadata.annotations).toEqual({
      'meshwright.dev/loosened-tls': 'an appliance that knows no TLS',
    });
    expect(specOf(system, 'DestinationRule', 'cards').trafficPolicy).not.toHaveProperty('tls');
    expect(routesOf(system, 'cards').map(({ name }) => name)).toEqual([
      'shop.orders.any',
      'undeclared',
    ]);
  });

  test('may be on another port', () => {
    const system = calling({ tls: Tls.none('an appliance that knows no TLS'), port: 7080 });
    expect(specOf(system, 'ServiceEntry', 'cards').ports).toEqual([
      { number: 7080, name: 'http', protocol: 'HTTP' },
    ]);
  });

  test('without a reason is an error', () => {
    const system = shop((chart) => {
      new ExternalService(chart, 'cards', { host: HOST, tls: Tls.none('') });
    });
    expect(errors(system)).toEqual([
      '[shop/cards] MW0009 tls: got "", want a reason that a reader of the manifest understands; say ' +
        'why the default is given up',
    ]);
  });
});

test('its port is open to any address for its callers, since the network layer knows no names', () => {
  const { egress } = specOf(calling({}), 'NetworkPolicy', 'orders');
  expect(egress).toContainEqual({
    to: [{ ipBlock: { cidr: '0.0.0.0/0' } }, { ipBlock: { cidr: '::/0' } }],
    ports: [{ protocol: 'TCP', port: 443 }],
  });
});

test('its pool is that of each replica of a caller', () => {
  const system = calling({ pool: Pool.perReplica(7) });
  expect(
    specOf(system, 'DestinationRule', 'cards').trafficPolicy?.connectionPool?.tcp,
  ).toMatchObject({ maxConnections: 7 });
});

test.each<[string, Partial<ExternalServiceProps>, string]>([
  [
    'a host with a scheme',
    { host: 'https://api.cards.example' },
    'MW0006 host: got "https://api.cards.example", want a DNS name of lower-case labels, at most 253 ' +
      'characters, without scheme and port; give the bare host name',
  ],
  [
    'no host, as plain JavaScript may leave it',
    { host: undefined },
    'MW0006 host: got nothing, want a DNS name of lower-case labels, at most 253 characters, without ' +
      'scheme and port; give the bare host name',
  ],
  [
    'a port out of range',
    { port: 70_000 },
    'MW0101 port: got 70000, want a whole number from 1 to 65535; give the number of the port',
  ],
  [
    'a mode given as text',
    { tls: 'originate' as unknown as Tls },
    'MW0016 tls: got "originate", want a value made by the factories of the class that the property ' +
      'names; use one of its factories',
  ],
])('%s is an error', (_what, props, text) => {
  const system = shop((chart) => {
    new ExternalService(chart, 'cards', { host: HOST, ...props });
  });
  expect(errors(system)).toEqual([`[shop/cards] ${text}`]);
});
