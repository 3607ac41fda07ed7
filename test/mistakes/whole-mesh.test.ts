import { Duration } from 'cdk8s';
import {
  Experiment,
  Failover,
  Fault,
  GatewayTls,
  LoadBalancing,
  Mesh,
  MeshGateway,
  MeshNamespace,
  Operation,
  OutlierDetection,
  PanicThreshold,
  Port,
  Retries,
  type ResilientServiceProps,
} from '../../constructs';
import type { DeclaredSystem } from '../../constructs/testing';
import { routeOf, routesOf, specOf } from '../lib/rendered';
import { aService, errors, lines, shop } from '../support/declare';
import { templateOf } from '../support/pods';

const cart = (props: ResilientServiceProps): DeclaredSystem =>
  shop((chart) => aService(chart, 'cart', props));

const policyOf = (system: DeclaredSystem) =>
  specOf(system, 'DestinationRule', 'cart').trafficPolicy;

/** A gateway, a service behind it, and one that this one calls. */
const threeLayers = (): DeclaredSystem =>
  shop((chart) => {
    new MeshNamespace(chart, 'Namespace');
    const operations = { read: Operation.safe('GET /*') };
    const callee = aService(chart, 'cart', { operations });
    const orders = aService(chart, 'orders');
    orders.calls(callee.operations.read, { retries: Retries.upTo(2) });
    const tls = GatewayTls.secret('cert');
    new MeshGateway(chart, 'door', { hosts: ['*'], tls }).routes('/*', orders);
  });

describe('mistake 40: A fault on the route whose retries it should test', () => {
  /** `orders` and `web` call `cart`, and the calls of `orders` are to fail. */
  const failing = (): DeclaredSystem =>
    shop(
      (chart) => {
        const operations = { read: Operation.safe('GET /*') };
        const { read } = aService(chart, 'cart', { operations }).operations;
        const orders = aService(chart, 'orders');
        orders.calls(read, { timeout: Duration.seconds(2), retries: Retries.upTo(2) });
        aService(chart, 'web').calls(read);
        new Experiment(chart, 'failing-reads', {
          on: read,
          caller: orders,
          fault: Fault.abort(503, { percent: 50 }),
          expires: '2027-01-31',
        });
      },
      { environment: 'test' },
    );

  test('the route that is tested keeps its retries and its deadline, and has no fault', () => {
    const system = failing();
    expect(errors(system)).toEqual([]);
    const routes = routesOf(system, 'cart');
    expect(routes.length).toBeGreaterThanOrEqual(3);
    for (const route of routes) expect(route).not.toHaveProperty('fault');
    expect(routeOf(system, 'cart', 'shop.orders.read')).toMatchObject({
      timeout: '2s',
      retries: { attempts: 2 },
    });
  });

  test('the fault is on the side of the server', () => {
    const filters = failing()
      .manifests()
      .filter(({ kind }) => kind === 'EnvoyFilter');
    const text = JSON.stringify(filters);
    expect(filters).toHaveLength(1);
    expect(text).toContain('SIDECAR_INBOUND');
    expect(text).not.toContain('SIDECAR_OUTBOUND');
  });
});

describe('mistake 41: Consistent hashing beside a preference for near pods', () => {
  const loadBalancing = LoadBalancing.byHeader('x-tenant');

  test('MW0240: beside a failover between zones', () => {
    const failover = Failover.zones('eu-1a', 'eu-1b', 'eu-1c');
    expect(lines(cart({ loadBalancing, failover }))).toEqual([
      '[shop/cart] MW0240 loadBalancing: got LoadBalancing.by… and failover, want one of the two: callers in different places take different pods for the same key; remove failover, or choose pods by LoadBalancing.leastRequest()',
    ]);
  });

  test('by itself the whole service shares one table', () => {
    const { loadBalancer } = policyOf(cart({ loadBalancing })) ?? {};
    expect(loadBalancer).toEqual({
      consistentHash: { httpHeaderName: 'x-tenant', ringHash: { minimumRingSize: 1024 } },
      localityLbSetting: { enabled: false },
    });
  });
});

describe('mistake 42: A Sidecar that misses a host', () => {
  test('MW0408: an address in the environment without a call', () => {
    const system = shop((chart) => {
      const ledger = aService(chart, 'ledger');
      aService(chart, 'cart', { env: { LEDGER: ledger.address() } });
    });
    expect(errors(system)).toEqual([
      '[shop/cart] MW0408 env.LEDGER: got the address of ledger, which is not called, want a call to it; declare the call: the mesh lets nothing else through',
    ]);
  });

  test('a proxy knows what its service calls, and lets nothing else through', () => {
    const { egress, outboundTrafficPolicy } = specOf(threeLayers(), 'Sidecar', 'orders');
    expect(egress).toEqual([{ hosts: ['shop/cart.shop.svc.cluster.local'] }]);
    expect(outboundTrafficPolicy).toEqual({ mode: 'REGISTRY_ONLY' });
  });
});

describe('mistake 43: VirtualService and HTTPRoute for one service', () => {
  test('routes and gateways are of Istio alone', () => {
    const versions = threeLayers()
      .manifests()
      .map(({ apiVersion, kind }) => `${apiVersion} ${kind}`);
    expect(versions).toContain('networking.istio.io/v1 VirtualService');
    expect(versions).toContain('networking.istio.io/v1 Gateway');
    expect(versions.filter((each) => each.startsWith('gateway.networking.k8s.io'))).toEqual([]);
  });
});

describe('mistake 44: A panic threshold for safety', () => {
  const below = (reason: string): DeclaredSystem =>
    cart({
      outlierDetection: OutlierDetection.of({ panicThreshold: PanicThreshold.below(50, reason) }),
    });

  test('MW0009: a threshold without a reason', () => {
    expect(errors(below(''))).toEqual([
      '[shop/cart] MW0009 outlierDetection.panicThreshold: got "", want a reason that a reader of the manifest understands; say why the default is given up',
    ]);
  });

  test('by itself there is none, which is said', () => {
    expect(policyOf(cart({}))?.outlierDetection?.minHealthPercent).toBe(0);
  });

  test('a reason stays in the manifest', () => {
    const { metadata } = below('answers from memory').manifest('DestinationRule', 'cart');
    expect(Object.values(metadata.annotations ?? {})).toEqual(['answers from memory']);
  });
});

describe('mistake 45: Defaults that change with the mesh', () => {
  test('MW0601: a mesh whose defaults nobody looked at', () => {
    const system = shop((chart) => new Mesh(chart, 'Mesh', { istio: '1.28' }));
    expect(errors(system)).toEqual([
      '[shop/Mesh] MW0601 istio: got "1.28", want one of 1.29, 1.30, 1.31; upgrade the mesh, or correct the version',
    ]);
  });

  test('MW0238: a field that the mesh does not have yet', () => {
    const http2Keepalive = { interval: Duration.seconds(30), timeout: Duration.seconds(7) };
    const system = shop(
      (chart) => aService(chart, 'cart', { port: Port.grpc(7000), connection: { http2Keepalive } }),
      { istio: '1.30' },
    );
    expect(errors(system)).toEqual([
      '[shop/cart] MW0238 connection.http2Keepalive: got Istio 1.30, want Istio 1.31 or newer; remove it, or say in the Mesh which version there is',
    ]);
  });

  test('what has changed once is written: retries, ejection, locality, sidecar', () => {
    const system = threeLayers();
    const retries = ['cart', 'orders', 'door'].flatMap((name) =>
      routesOf(system, name).map((route) => route.retries),
    );
    const fields = ['attempts', 'backoff', 'retryIgnorePreviousHosts', 'retryOn'];
    for (const each of retries.filter((policy) => policy?.attempts !== 0)) {
      expect(Object.keys(each ?? {})).toEqual(expect.arrayContaining(fields));
    }
    expect(policyOf(system)).toMatchObject({
      outlierDetection: { maxEjectionPercent: 50, minHealthPercent: 0 },
      loadBalancer: { simple: 'LEAST_REQUEST', localityLbSetting: { enabled: false } },
      retryBudget: { percent: 20 },
    });
    const { annotations } = templateOf(system.manifest('Deployment', 'cart-v1')).metadata ?? {};
    expect(annotations).toMatchObject({ 'sidecar.istio.io/nativeSidecar': 'true' });
  });
});
