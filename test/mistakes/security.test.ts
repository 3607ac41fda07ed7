import {
  Caller,
  DataStore,
  ExternalService,
  GatewayTls,
  Mesh,
  MeshGateway,
  MeshNamespace,
  Operation,
  Port,
  Tls,
} from '../../constructs';
import type { DeclaredSystem } from '../../constructs/testing';
import { specOf } from '../lib/rendered';
import { aService, errors, lines, shop } from '../support/declare';
import { templateOf } from '../support/pods';

/** A service with a gateway, a caller of one operation, a caller from elsewhere, metrics and a readiness probe. */
const orders = (): DeclaredSystem =>
  shop((chart) => {
    const callee = aService(chart, 'orders', {
      operations: { track: Operation.safe('GET /orders/{id}') },
      ports: { api: Port.http(8080), feed: Port.tcp(7000) },
      metrics: { port: 9100 },
    });
    const web = aService(chart, 'web');
    web.calls(callee.operations.track, { port: 'api' });
    web.calls(callee, { port: 'feed' });
    callee.permits(Caller.identity('bank', 'audit'), { port: 'feed' });
    const tls = GatewayTls.secret('cert');
    new MeshGateway(chart, 'door', { hosts: ['*'], tls }).routes('/*', callee, { port: 'api' });
  });

describe('mistake 36: An authorization policy that says something else than it reads', () => {
  test('MW0406: fields of requests on a port of TCP', () => {
    const system = shop((chart) => {
      const operations = { read: Operation.safe('GET /*') };
      const cart = aService(chart, 'cart', { operations, port: Port.tcp(7000) });
      aService(chart, 'orders').calls(cart.operations.read);
    });
    expect(errors(system)).toEqual([
      '[shop/orders] MW0406 calls(cart.read).operations: got operations on a port without requests, want no timeout, retries or operations there; remove it, or declare the port as HTTP',
    ]);
  });

  test('MW0302: an identity that nobody can have', () => {
    const system = shop((chart) => {
      aService(chart, 'cart').permits(Caller.withoutSidecar('legacy', { app: 'till' }));
    });
    expect(errors(system)).toEqual([
      '[shop/cart] MW0302 permits(legacy): got a caller without a sidecar from legacy, want MutualTls.permissive(reason) on the callee; give the caller a sidecar and use Caller.identity, or loosen `mtls`',
    ]);
  });

  test('policies only allow, by identity and port, and by method and path only on HTTP', () => {
    const system = orders();
    expect(lines(system)).toEqual([]);
    const policies = system.manifests().filter(({ kind }) => kind === 'AuthorizationPolicy');
    expect(new Set(policies.map(({ spec }) => spec?.action))).toEqual(new Set(['ALLOW']));
    const { rules = [] } = specOf(system, 'AuthorizationPolicy', 'orders');
    const operations = rules.flatMap(({ to = [] }) => to.map(({ operation }) => operation));
    expect(operations).toContainEqual({
      ports: ['8080'],
      methods: ['GET'],
      paths: ['/orders/{*}'],
    });
    const onTcp = operations.filter((operation) => operation?.ports?.includes('7000'));
    expect(onTcp).toEqual([{ ports: ['7000'] }, { ports: ['7000'] }]);
    expect(specOf(system, 'PeerAuthentication', 'orders').mtls).toEqual({ mode: 'STRICT' });
  });

  test('who has no callers denies all, which is what it says', () => {
    const system = shop((chart) => aService(chart, 'cart'));
    expect(specOf(system, 'AuthorizationPolicy', 'cart')).not.toHaveProperty('rules');
    expect(system.calls()).toEqual([]);
  });
});

describe('mistake 37: The first ALLOW that locks out everybody else', () => {
  test('every declared caller is allowed, the gateway included', () => {
    const system = orders();
    const { rules = [] } = specOf(system, 'AuthorizationPolicy', 'orders');
    const principals = rules.flatMap(({ from = [] }) =>
      from.flatMap(({ source }) => source?.principals ?? []),
    );
    expect(principals.sort()).toEqual([
      'cluster.local/ns/bank/sa/audit',
      'cluster.local/ns/istio-system/sa/istio-ingressgateway-service-account',
      'cluster.local/ns/shop/sa/web',
    ]);
  });

  test("metrics and probes are asked for at the agent's own port", () => {
    const system = orders();
    const { annotations } = templateOf(system.manifest('Deployment', 'orders-v1')).metadata ?? {};
    expect(annotations).toMatchObject({
      'prometheus.io/scrape': 'true',
      'sidecar.istio.io/rewriteAppHTTPProbers': 'true',
    });
    const { ingress = [] } = specOf(system, 'NetworkPolicy', 'orders');
    const ports = ingress.flatMap((rule) => (rule.ports ?? []).map(({ port }) => port));
    expect(ports).toContain(15020);
  });
});

describe('mistake 38: A RequestAuthentication taken for a lock', () => {
  test('no kind of construct writes one', () => {
    const system = shop((chart) => {
      new MeshNamespace(chart, 'Namespace');
      const service = aService(chart, 'orders');
      service.calls(aService(chart, 'payments'));
      service.calls(DataStore.postgres(chart, 'ledger', { address: '10.7.0.11' }));
      const tls = Tls.originate();
      service.calls(new ExternalService(chart, 'cards', { host: 'api.cards.example', tls }));
      const cert = GatewayTls.secret('cert');
      new MeshGateway(chart, 'door', { hosts: ['*'], tls: cert }).routes('/*', service);
    });
    expect(errors(system)).toEqual([]);
    const kinds = system.manifests().map(({ kind }) => kind);
    expect(kinds).toContain('AuthorizationPolicy');
    expect(kinds).not.toContain('RequestAuthentication');
  });
});

describe('mistake 39: Policies for requests in ambient without a waypoint', () => {
  test('MW0603: a mesh without sidecars', () => {
    const system = shop((chart) => new Mesh(chart, 'Mesh', { dataPlane: 'ambient' }));
    expect(errors(system)).toEqual([
      '[shop/Mesh] MW0603 dataPlane: got "ambient", want sidecar; use sidecars',
    ]);
  });

  test('every pod is injected', () => {
    const { metadata } = templateOf(orders().manifest('Deployment', 'orders-v1'));
    expect(metadata?.labels).toMatchObject({ 'sidecar.istio.io/inject': 'true' });
  });
});
