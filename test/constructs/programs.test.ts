import { Duration } from 'cdk8s';
import {
  DataStore,
  ExternalService,
  GatewayTls,
  Match,
  MeshGateway,
  Operation,
  Pool,
  ResilientService,
  Retries,
  Scale,
  Tls,
} from '../../constructs';
import { environmentOf, routeOf, specOf } from '../lib/rendered';
import { gatewayRoute, readManifests } from '../support/reach';
import { asked, program } from './program';

describe('the smallest program', () => {
  const system = program((shop) => {
    const image = 'ghcr.io/acme/orders:2.0.0';
    const orders = new ResilientService(shop, 'orders', { image, port: 8080 });
    const payments = new ResilientService(shop, 'payments', {
      image: 'ghcr.io/acme/payments:1.4.2',
      port: 8080,
    });
    orders.calls(payments);
  });

  test('lets the declared call through, and not the one in the other direction', () => {
    expect(asked(system, 'orders-v1', 'payments')).toMatchObject({
      allowed: true,
      mutualTls: true,
      route: {
        timeout: '1s',
        retries: { retryOn: 'connect-failure,refused-stream,reset-before-request' },
      },
    });
    expect(asked(system, 'payments-v1', 'orders')).toMatchObject({
      allowed: false,
      authorization: false,
      networkPolicy: { egress: false, ingress: false },
      sidecarScope: false,
    });
  });

  test('runs three replicas of each, spread, and evicts one at a time', () => {
    const { replicas, template } = specOf(system, 'Deployment', 'orders-v1');
    expect(replicas).toBe(3);
    expect(template.spec?.topologySpreadConstraints).toHaveLength(2);
    expect(system.manifest('PodDisruptionBudget', 'orders').spec).toMatchObject({
      maxUnavailable: 1,
    });
  });

  test('can eject one pod of three, also while one is down', () => {
    const { trafficPolicy } = specOf(system, 'DestinationRule', 'payments');
    expect(trafficPolicy?.outlierDetection?.maxEjectionPercent).toBe(50);
  });
});

describe('what repeating a request would do', () => {
  const system = program((shop) => {
    const orders = new ResilientService(shop, 'orders', { image: 'orders:2', port: 8080 });
    const payments = new ResilientService(shop, 'payments', {
      image: 'ghcr.io/acme/payments:1.4.2',
      port: 8080,
      operations: {
        quote: Operation.safe('GET /quotes/{id}'),
        charge: Operation.keyed('POST /charges', { keyHeader: 'Idempotency-Key' }),
        refund: Operation.unsafe('POST /refunds'),
      },
    });
    const { charge, refund } = payments.operations;
    orders.calls(charge, { timeout: Duration.seconds(2), retries: Retries.upTo(2) });
    orders.calls(refund, { timeout: Duration.seconds(5) });
  });
  const post = (path: string, headers = {}) =>
    asked(system, 'orders-v1', 'payments', { method: 'POST', path, headers });

  test('decides after which failures it is repeated', () => {
    const keyed = post('/charges', { 'Idempotency-Key': '7' });
    expect(keyed).toMatchObject({
      allowed: true,
      route: { timeout: '2s', retries: { attempts: 2, perTryTimeout: '641ms' } },
    });
    expect(keyed.route?.retries?.retryOn?.split(',')).toEqual(
      expect.arrayContaining(['503', 'reset']),
    );
    for (const unsafe of [post('/charges'), post('/refunds')]) {
      expect(unsafe).toMatchObject({
        allowed: true,
        route: { retries: { retryOn: 'connect-failure,refused-stream,reset-before-request' } },
      });
    }
    expect(post('/refunds').route?.timeout).toBe('5s');
  });

  test.each([
    ['GET', '/quotes/7'],
    ['GET', '/charges'],
    ['POST', '/refunds/7'],
  ])('%s %s, which nobody declared, is let through by no authorization', (method, path) => {
    const { authorization } = asked(system, 'orders-v1', 'payments', { method, path });
    expect(authorization).toBe(false);
  });
});

describe('versions and scale', () => {
  const system = program((shop) => {
    const reviews = new ResilientService(shop, 'reviews', {
      port: 9080,
      versions: {
        v1: { image: 'reviews-v1:1.20.3', weight: 90 },
        v2: { image: 'reviews-v2:1.20.3', when: Match.header('end-user').exactly('jason') },
        v3: { image: 'reviews-v3:1.20.3', weight: 10 },
      },
      scale: Scale.between(3, 12, { cpuPercent: 70 }),
    });
    new ResilientService(shop, 'web', { image: 'web:7', port: 8080 }).calls(reviews);
  });
  const subsets = (headers: Record<string, string>): unknown =>
    asked(system, 'web-v1', 'reviews', { port: 9080, headers }).route?.destinations.map(
      ({ subset, weight }) => [subset, weight],
    );

  test('send whom a version is for to it, and all others by weight', () => {
    expect(subsets({ 'end-user': 'jason' })).toEqual([['v2', 100]]);
    expect(subsets({ 'end-user': 'jasons' })).toEqual([
      ['v1', 90],
      ['v3', 10],
    ]);
  });

  test.each(['v1', 'v2', 'v3'])('leave the number of pods of %s to its autoscaler', (version) => {
    expect(specOf(system, 'Deployment', `reviews-${version}`)).not.toHaveProperty('replicas');
    expect(system.manifest('HorizontalPodAutoscaler', `reviews-${version}`).spec).toMatchObject({
      scaleTargetRef: { name: `reviews-${version}` },
      minReplicas: 3,
      maxReplicas: 12,
    });
  });
});

describe('what is not in the cluster, and the front door', () => {
  const system = program((shop) => {
    const orders = new ResilientService(shop, 'orders', { image: 'orders:2', port: 8080 });
    const payments = new ResilientService(shop, 'payments', { image: 'payments:7', port: 8080 });
    const ledger = DataStore.postgres(shop, 'ledger', { host: 'ledger.db.internal' });
    const host = 'api.cards.example';
    const cards = new ExternalService(shop, 'cards', { host, tls: Tls.originate() });
    payments.calls(ledger, { pool: Pool.perReplica(10) });
    payments.calls(cards, { timeout: Duration.seconds(3) });
    const web = new MeshGateway(shop, 'web', {
      hosts: ['shop.example.com'],
      tls: GatewayTls.secret('shop-cert'),
    });
    web.routes('/checkout', orders, { timeout: Duration.seconds(8) });
  });

  test('reach the environment of their caller', () => {
    expect(environmentOf(system, 'payments-v1')).toEqual({
      CARDS_HOST: 'api.cards.example',
      CARDS_PORT: '80',
      LEDGER_HOST: 'ledger.db.internal',
      LEDGER_PORT: '5432',
    });
    expect(environmentOf(system, 'orders-v1')).toEqual({});
  });

  test('are reached with the limit and the deadline of the call', () => {
    const { trafficPolicy } = specOf(system, 'DestinationRule', 'ledger.shop.payments');
    expect(trafficPolicy?.connectionPool?.tcp?.maxConnections).toBe(10);
    expect(routeOf(system, 'cards', 'shop.payments.any').timeout).toBe('3s');
  });

  test('are known to their caller alone', () => {
    const hosts = (name: string): unknown => specOf(system, 'Sidecar', name).egress?.[0]?.hosts;
    expect(hosts('payments')).toEqual(['shop/api.cards.example', 'shop/ledger.db.internal']);
    expect(hosts('orders')).toEqual(['~/*']);
  });

  test('lead outside traffic to what is routed, and to nothing else', () => {
    const through = (path: string, port = 443): unknown =>
      gatewayRoute(readManifests(system.manifests()), {
        ...{ gateway: 'shop/web', proxyNamespace: 'istio-system', host: 'shop.example.com' },
        ...{ method: 'POST', port, path },
      });
    expect(through('/checkout')).toMatchObject({ name: 'orders /checkout', timeout: '8s' });
    expect(through('/checkout', 80)).toMatchObject({ name: 'https-redirect' });
    expect(through('/refunds')).toBeUndefined();
  });
});
