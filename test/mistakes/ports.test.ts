import { Duration, type Chart } from 'cdk8s';
import {
  DataStore,
  ExternalService,
  GatewayTls,
  MeshGateway,
  MutualTls,
  Operation,
  Port,
  Retries,
  Tls,
  Workload,
} from '../../constructs';
import type { DeclaredSystem } from '../../constructs/testing';
import { routesOf, specOf } from '../lib/rendered';
import { aService, errors, lines, shop } from '../support/declare';
import { templateOf } from '../support/pods';

const rulesOf = (system: DeclaredSystem) =>
  system.manifests().filter(({ kind }) => kind === 'DestinationRule');

describe('mistake 26: A TLS mode that contradicts the server', () => {
  test('no rule for a host of the mesh says anything about TLS, whatever the server takes', () => {
    const system = shop((chart) => {
      const strict = aService(chart, 'strict');
      const loose = aService(chart, 'loose', { mtls: MutualTls.permissive('a legacy caller') });
      const cards = new ExternalService(chart, 'cards', {
        host: 'api.cards.example',
        tls: Tls.originate(),
      });
      for (const callee of [strict, loose, cards])
        aService(chart, `of-${callee.node.id}`).calls(callee);
    });
    expect(lines(system)).toEqual([]);
    const withTls = rulesOf(system).filter(({ spec }) => JSON.stringify(spec).includes('"tls"'));
    expect(withTls.map(({ spec }) => spec?.host)).toEqual(['api.cards.example']);
    expect(specOf(system, 'PeerAuthentication', 'strict').mtls).toEqual({ mode: 'STRICT' });
  });
});

describe('mistake 27: Settings of a port that drop those of the host', () => {
  test('several ports share one policy that is complete', () => {
    const ports = { api: Port.http(8080), feed: Port.tcp(7000), admin: Port.grpc(1180) };
    const system = shop((chart) => {
      const cart = aService(chart, 'cart', { ports });
      aService(chart, 'orders').calls(cart, { port: 'admin' });
    });
    expect(
      Object.keys(specOf(system, 'DestinationRule', 'cart').trafficPolicy ?? {}).sort(),
    ).toEqual(['connectionPool', 'loadBalancer', 'outlierDetection', 'retryBudget']);
    expect(JSON.stringify(rulesOf(system))).not.toContain('portLevelSettings');
  });
});

describe('mistake 28: A headless service treated like any other', () => {
  const ring = (): DeclaredSystem =>
    shop((chart) => {
      const ports = { api: Port.http(8080), feed: Port.tcp(7000) };
      const service = aService(chart, 'ring', { ports, workload: Workload.stateful() });
      const timeout = Duration.seconds(3);
      service.calls(service, { port: 'api', timeout, retries: Retries.never() });
      aService(chart, 'orders').calls(service, { port: 'api' });
    });

  test('callers have a Service of its own beside the headless one, both with every port', () => {
    const services = ring()
      .manifests()
      .filter(({ kind, metadata }) => kind === 'Service' && metadata.name.startsWith('ring'))
      .map(({ metadata, spec }) => [
        metadata.name,
        spec?.clusterIP,
        (spec?.ports as { name: string }[]).map(({ name }) => name),
      ]);
    const ports = ['tcp-feed', 'http-api'];
    expect(services).toEqual([
      ['ring-pods', 'None', ports],
      ['ring', undefined, ports],
    ]);
  });

  test('pods called by name have routes and limits, and no policy that chooses a pod', () => {
    const system = ring();
    expect(routesOf(system, 'ring-pods')[0]).toMatchObject({ retries: { attempts: 0 } });
    const policy = Object.keys(specOf(system, 'DestinationRule', 'ring-pods').trafficPolicy ?? {});
    expect(policy.sort()).toEqual(['connectionPool', 'retryBudget']);
  });
});

describe('mistake 29: A TCP entry without an address, which takes the whole port', () => {
  const stores = (...places: readonly ({ host: string } | { address: string })[]): DeclaredSystem =>
    shop((chart) => {
      const orders = aService(chart, 'orders');
      places.forEach((place, index) =>
        orders.calls(DataStore.postgres(chart, `db-${index}`, place)),
      );
    });

  test('an address is that of the entry', () => {
    const system = stores({ address: '10.7.0.11' }, { address: '10.7.0.13' });
    expect(lines(system)).toEqual([]);
    const addresses = ['db-0', 'db-1'].map(
      (name) => specOf(system, 'ServiceEntry', name).addresses,
    );
    expect(addresses).toEqual([['10.7.0.11'], ['10.7.0.13']]);
  });

  test('a name gets an address from Istio, which the callers look up', () => {
    const system = stores({ host: 'a.db.internal' }, { host: 'b.db.internal' });
    expect(lines(system)).toEqual([]);
    expect(specOf(system, 'ServiceEntry', 'db-0').resolution).toBe('DNS');
    const { annotations } = templateOf(system.manifest('Deployment', 'orders-v1')).metadata ?? {};
    expect(JSON.parse(annotations?.['proxy.istio.io/config'] ?? '')).toMatchObject({
      proxyMetadata: { ISTIO_META_DNS_CAPTURE: 'true' },
    });
  });

  test('MW0413: two at one address and port', () => {
    const [first, second, ...rest] = errors(
      stores({ address: '10.7.0.11' }, { address: '10.7.0.11' }),
    );
    expect(rest).toEqual([]);
    const text = (one: string, other: string): string =>
      `[shop/${one}] MW0413 address: got 10.7.0.11:5432 in shop, as shop/${other}, want one registration; remove one, and call the other`;
    expect([first, second]).toEqual([text('db-0', 'db-1'), text('db-1', 'db-0')]);
  });
});

describe('mistake 30: A port whose protocol Istio has to guess', () => {
  test('MW0102: a protocol that Istio does not know', () => {
    const port = Port.of('mysqlx' as never, 3306);
    const [first, ...rest] = errors(shop((chart) => aService(chart, 'ledger', { port })));
    expect(rest).toEqual([]);
    expect(first).toContain('[shop/ledger] MW0102 port: got "mysqlx", want one of ');
  });

  test('MW0420: gRPC on a port of HTTP/1.1', () => {
    const system = shop((chart) => {
      const operations = { get: Operation.safe('shop.v1.Cart/Get') };
      const cart = aService(chart, 'cart', { operations });
      aService(chart, 'orders').calls(cart.operations.get);
    });
    expect(errors(system)).toEqual([
      '[shop/orders] MW0420 calls(cart.get): got http port 8080, want a port of protocol grpc, grpc-web or http2; declare the port as Port.grpc(…), or write the operation as METHOD /path',
    ]);
  });

  test('every port says what it speaks, by name and by appProtocol', () => {
    const ports = { api: Port.grpc(8080), feed: Port.tcp(7000), plain: Port.http(1180) };
    const system = shop((chart) => aService(chart, 'cart', { ports }));
    const rendered = system.manifest('Service', 'cart').spec?.ports as Record<string, unknown>[];
    expect(rendered.map(({ name, appProtocol }) => [name, appProtocol])).toEqual([
      ['http-plain', 'http'],
      ['tcp-feed', 'tcp'],
      ['grpc-api', 'grpc'],
    ]);
  });
});

describe('mistake 31: Gateways that take each other’s requests', () => {
  const two = (front: { host: string; secret: string }): DeclaredSystem =>
    shop((chart: Chart) => {
      const orders = aService(chart, 'orders');
      const tls = GatewayTls.secret('cert');
      new MeshGateway(chart, 'back', { hosts: ['back.example.com'], tls }).routes('/*', orders);
      new MeshGateway(chart, 'front', {
        hosts: [front.host],
        tls: GatewayTls.secret(front.secret),
      }).routes('/*', orders);
    });

  test('MW0507: two gateways for one host', () => {
    expect(lines(two({ host: 'back.example.com', secret: 'other' }))).toEqual([
      '[shop/front] MW0507 hosts: got back.example.com on 443, as shop/back, want one gateway for a host and port; merge them, or give one another host',
    ]);
  });

  test('MW0251: two gateways with one certificate', () => {
    expect(lines(two({ host: 'front.example.com', secret: 'cert' }))).toEqual([
      '[shop/front] MW0251 tls: got cert, as shop/back, want one gateway for a certificate: a browser keeps its connection for every host of the certificate, and gets 404 for those of the other gateway; serve the hosts of both by one gateway, or give each host a certificate of its own',
    ]);
  });

  test('names of ports are told apart, and the routes are for hosts that their gateway serves', () => {
    const system = two({ host: 'front.example.com', secret: 'other' });
    expect(lines(system)).toEqual([]);
    const servers = ['back', 'front'].flatMap(
      (name) => specOf(system, 'Gateway', name).servers ?? [],
    );
    const names = servers.map(({ port }) => port?.name);
    expect(new Set(names).size).toBe(4);
    expect(specOf(system, 'VirtualService', 'front')).toMatchObject({
      hosts: ['front.example.com'],
      gateways: ['shop/front'],
    });
    expect(servers.at(-1)?.hosts).toEqual(['./front.example.com']);
  });
});
