import { Duration } from 'cdk8s';
import {
  Capacity,
  Distribution,
  Failover,
  Load,
  OutlierDetection,
  Pool,
  Scale,
  type ResilientServiceProps,
} from '../../constructs';
import type { DeclaredSystem } from '../../constructs/testing';
import { specOf } from '../lib/rendered';
import { aService, errors, lines, linesOf, shop } from '../support/declare';

const cart = (props: ResilientServiceProps): DeclaredSystem =>
  shop((chart) => aService(chart, 'cart', props));

const policyOf = (system: DeclaredSystem) =>
  specOf(system, 'DestinationRule', 'cart').trafficPolicy;

/** How many of `replicas` pods Envoy lets out at once. */
function ejectable(scale: Scale, replicas: number): number {
  const { maxEjectionPercent = 0 } = policyOf(cart({ scale }))?.outlierDetection ?? {};
  return Math.floor((replicas * maxEjectionPercent) / 100);
}

const SCALES: readonly [Scale, readonly number[]][] = [
  [Scale.fixed(2), [2]],
  [Scale.fixed(3), [2, 3]],
  [Scale.fixed(9), [8, 9]],
  [Scale.between(3, 13), [2, 3, 4, 7, 12, 13]],
  [Scale.between(2, 97), [2, 3, 11, 96, 97]],
];
const PODS = SCALES.flatMap(([scale, counts]) => counts.map((pods) => ({ scale, pods })));

describe('mistake 10: Outlier detection that never ejects', () => {
  test.each(PODS)('of $pods pods at least one can be ejected', ({ scale, pods }) => {
    expect(ejectable(scale, pods)).toBeGreaterThanOrEqual(1);
  });
});

describe('mistake 11: Outlier detection that ejects everybody', () => {
  test.each(PODS)('of $pods pods at least one stays', ({ scale, pods }) => {
    expect(ejectable(scale, pods)).toBeLessThan(pods);
  });

  test('MW0213: a single replica is never ejected', () => {
    const system = cart({ scale: Scale.fixed(1) });
    expect(policyOf(system)).not.toHaveProperty('outlierDetection');
    expect(linesOf(system, 'info')).toEqual([
      '[shop/cart] MW0213 scale: got 1 replica of a deployment, want two replicas or more; raise `scale`, if the service can run more than once',
    ]);
  });
});

describe('mistake 12: Outlier detection that keeps requests in their zone', () => {
  const localityOf = (props: ResilientServiceProps) =>
    policyOf(cart(props))?.loadBalancer?.localityLbSetting;

  test('outlier detection alone leaves zones out of account', () => {
    const outlierDetection = OutlierDetection.of({ consecutive5xxErrors: 7 });
    expect(policyOf(cart({ outlierDetection }))?.outlierDetection?.consecutive5xxErrors).toBe(7);
    expect(localityOf({ outlierDetection })).toEqual({ enabled: false });
  });

  test('only who declares a failover prefers the own zone', () => {
    const failover = Failover.zones('eu-1a', 'eu-1b', 'eu-1c');
    expect(localityOf({ failover })).toMatchObject({ enabled: true });
  });
});

describe('mistake 13: Failover that nothing sets off', () => {
  const failover = Failover.zones('eu-1a', 'eu-1b', 'eu-1c');

  test('MW0239: outlier detection is off', () => {
    const outlierDetection = OutlierDetection.off('its errors are about single tenants');
    expect(errors(cart({ failover, outlierDetection }))).toEqual([
      '[shop/cart] MW0239 failover: got no outlier detection, want outlier detection among two pods or more: it alone finds out who fails; remove OutlierDetection.off, or raise `scale`',
    ]);
  });

  test('MW0229: there is no second zone', () => {
    expect(errors(cart({ failover: Failover.zones('eu-1a') }))).toEqual([
      '[shop/cart] MW0229 failover: got ["eu-1a"], want at least two zones, each named once; name them all, or leave `failover` out',
    ]);
  });

  test('by itself a failover comes with outlier detection, which can empty a whole zone', () => {
    const { outlierDetection } = policyOf(cart({ failover, scale: Scale.fixed(6) })) ?? {};
    // two of five, when one of six pods in three zones is down
    expect(outlierDetection?.maxEjectionPercent).toBe(40);
  });
});

describe('mistake 14: A distribution taken for a failover', () => {
  test('MW0241: everything goes to one place', () => {
    const distribution = Distribution.of({ 'eu/*': { 'eu/*': 100 } });
    expect(lines(cart({ distribution }))).toEqual([
      '[shop/cart] MW0241 distribution.eu/*: got eu/* alone, want shares for at least two places: what is not named gets nothing, also when the named place fails; use Failover.zones or Failover.regions, or name another place',
    ]);
  });

  test('MW0227: both at once', () => {
    const failover = Failover.regions('eu', 'us');
    const distribution = Distribution.of({ 'eu/*': { 'eu/*': 80, 'us/*': 20 } });
    expect(errors(cart({ failover, distribution }))).toEqual([
      '[shop/cart] MW0227 distribution: got failover and distribution, want one of failover, distribution and trafficDistribution; keep one of them: Istio takes one',
    ]);
  });
});

describe('mistake 15: Limits read as those of a pod or of everybody', () => {
  test('by itself the clients share what the servers take, and the server holds its own limit', () => {
    const system = shop((chart) => {
      const callee = aService(chart, 'cart', { capacity: Capacity.perReplica(70) });
      for (const name of ['orders', 'web'])
        aService(chart, name, { scale: Scale.fixed(7) }).calls(callee);
    });
    const limit = policyOf(system)?.connectionPool?.http?.http2MaxRequests;
    expect(limit).toBe((3 * 70) / (7 + 7));
    const { inboundConnectionPool } = specOf(system, 'Sidecar', 'cart');
    expect(inboundConnectionPool?.http?.http2MaxRequests).toBe(70);
  });

  test('MW0242: a limit below the load that is expected', () => {
    const load = Load.perSecond(700, { latency: Duration.millis(300) });
    const system = shop((chart) => {
      aService(chart, 'orders').calls(aService(chart, 'cart'), { load, pool: Pool.perReplica(7) });
    });
    expect(lines(system)).toEqual([
      '[shop/orders] MW0242 calls(cart).load: got 700/s x 300ms / 3 replicas = 70, want at most 7 at a time from each replica; raise the `capacity` of cart or its `scale`, or give the call a `pool`',
    ]);
  });

  test('MW0243: more clients than the servers take requests', () => {
    const system = shop((chart) => {
      const callee = aService(chart, 'cart', { capacity: Capacity.perReplica(2) });
      aService(chart, 'orders', { scale: Scale.fixed(7) }).calls(callee);
    });
    expect(lines(system)).toEqual([
      '[shop/cart] MW0243 capacity: got 7 pods that call, want at most 6 pods that call, one for each request that it takes; raise `capacity` or `scale`, or have fewer replicas of the callers',
    ]);
  });
});

describe('mistake 16: A server that closes connections before its clients do', () => {
  const keepAlive = Duration.seconds(7);

  test('MW0234: clients keep a connection as long as the server', () => {
    expect(errors(cart({ keepAlive, connection: { idleTimeout: keepAlive } }))).toEqual([
      "[shop/cart] MW0234 connection.idleTimeout: got 7s, want less than the server's keepAlive, 7s; lower `idleTimeout` or leave it out: a request that meets the close of its connection fails",
    ]);
  });

  test('by itself the client is first, and so is the proxy of the server', () => {
    const system = cart({ keepAlive });
    const idle = [
      policyOf(system)?.connectionPool?.http?.idleTimeout,
      specOf(system, 'Sidecar', 'cart').inboundConnectionPool?.http?.idleTimeout,
    ];
    expect(idle).toEqual(['5600ms', '5600ms']);
  });

  test('a server that says nothing is taken for one that closes after 5 s', () => {
    expect(policyOf(cart({}))?.connectionPool?.http?.idleTimeout).toBe('4s');
  });
});
