import { Duration } from 'cdk8s';
import fc from 'fast-check';
import {
  Caller,
  Capacity,
  GatewayTls,
  Load,
  MeshGateway,
  Pool,
  Port,
  Scale,
  type CallOptions,
  type MeshProps,
  type ResilientServiceProps,
} from '../../../constructs';
import type { DeclaredSystem } from '../../../constructs/testing';
import { CAPACITY, shareOf } from '../../../lib/traffic/plan-limits';
import { aService, errors, lines, shop } from '../../support/declare';
import { specOf } from '../rendered';

interface Declared {
  readonly callee?: ResilientServiceProps;
  readonly caller?: ResilientServiceProps;
  readonly call?: CallOptions;
  readonly mesh?: MeshProps;
}

/** `orders` that calls `payments`. */
function calling({ callee = {}, caller = {}, call, mesh }: Declared = {}): DeclaredSystem {
  return shop((chart) => {
    const payments = aService(chart, 'payments', callee);
    aService(chart, 'orders', caller).calls(payments, call);
  }, mesh);
}

function limitOf(system: DeclaredSystem, rule = 'payments'): number | undefined {
  const { trafficPolicy } = specOf(system, 'DestinationRule', rule);
  return trafficPolicy?.connectionPool?.http?.http2MaxRequests;
}

describe('the limit of one client', () => {
  test.each([
    ['of three for three servers is what one can take', {}, 1024],
    ['of seven is a seventh of what three can take', { caller: { scale: Scale.fixed(7) } }, 438],
    [
      'reckons with the most callers and the fewest servers',
      {
        caller: { scale: Scale.between(2, 11) },
        callee: { scale: Scale.between(5, 50), capacity: Capacity.perReplica(70) },
      },
      31,
    ],
    [
      'is never nothing',
      { caller: { scale: Scale.fixed(7) }, callee: { capacity: Capacity.perReplica(1) } },
      1,
    ],
    [
      'is a share of the whole where that is given',
      { callee: { capacity: Capacity.total(100) } },
      33,
    ],
  ])('%s', (_what, declared: Declared, limit) => {
    expect(limitOf(calling(declared))).toBe(limit);
  });

  test('counts each caller once, whatever it calls', () => {
    const system = shop((chart) => {
      const ports = { api: Port.http(7080), admin: Port.http(7081) };
      const payments = aService(chart, 'payments', { ports });
      const orders = aService(chart, 'orders');
      orders.calls(payments, { port: 'api' });
      orders.calls(payments, { port: 'admin' });
    });
    expect(limitOf(system)).toBe(1024);
  });

  test('counts gateways as the pods of their one workload, and callers from elsewhere as they say', () => {
    const system = shop(
      (chart) => {
        const payments = aService(chart, 'payments');
        payments.permits(Caller.identity('web', 'shop', { replicas: 11 }));
        payments.permits(Caller.identity('web', 'cart'));
        for (const id of ['front', 'back']) {
          const tls = GatewayTls.secret('cert');
          const gateway = new MeshGateway(chart, id, { hosts: [`${id}.example.com`], tls });
          gateway.routes('/*', payments);
        }
      },
      { ingressGateway: { maxReplicas: 7 } },
    );
    // 3 x 1024 / (11 + 3 + 7)
    expect(limitOf(system)).toBe(146);
  });

  test('has connections and waiting requests of its own where they are given', () => {
    const capacity = Capacity.perReplica(70, { connections: 13, pendingRequests: 7 });
    const system = calling({ callee: { capacity } });
    const { trafficPolicy } = specOf(system, 'DestinationRule', 'payments');
    expect(trafficPolicy?.connectionPool).toMatchObject({
      tcp: { maxConnections: 13 },
      http: { http2MaxRequests: 70, http1MaxPendingRequests: 7 },
    });
  });

  test('of one caller is what its pool says', () => {
    const system = calling({ call: { pool: Pool.perReplica(7) } });
    expect(limitOf(system)).toBe(1024);
    expect(limitOf(system, 'payments.shop.orders')).toBe(7);
  });

  test.each([0, -7, 1.5])('of %p is an error', (requests) => {
    const system = calling({ callee: { capacity: Capacity.perReplica(requests) } });
    expect(errors(system)).toEqual([
      `[shop/payments] MW0002 capacity: got ${requests}, want a whole number of at least 1; give such a ` +
        'number',
    ]);
  });
});

describe('what a server lets through', () => {
  const inboundOf = (declared: Declared): unknown =>
    specOf(calling(declared), 'Sidecar', 'payments').inboundConnectionPool;

  test('is what one replica can take, whatever its clients may send', () => {
    const capacity = Capacity.perReplica(70, { connections: 13 });
    expect(inboundOf({ callee: { capacity }, caller: { scale: Scale.fixed(7) } })).toEqual({
      tcp: { maxConnections: 13, connectTimeout: '500ms' },
      http: { http1MaxPendingRequests: 70, http2MaxRequests: 70, idleTimeout: '4s' },
    });
  });

  test('is its part of the whole at the most replicas', () => {
    const callee = { capacity: Capacity.total(100), scale: Scale.between(2, 7) };
    expect(inboundOf({ callee })).toMatchObject({ http: { http2MaxRequests: 14 } });
  });

  test('of connections is limited in connections alone', () => {
    const callee = { port: Port.tcp(7000), capacity: Capacity.perReplica(70) };
    expect(inboundOf({ callee })).toEqual({
      tcp: {
        maxConnections: 70,
        connectTimeout: '500ms',
        idleTimeout: '3600s',
        tcpKeepalive: { time: '300s', interval: '75s', probes: 9 },
      },
    });
  });
});

describe('MW0242: a load above the limit', () => {
  const load = Load.perSecond(700, { latency: Duration.millis(300) });

  test('is told with the sum', () => {
    expect(lines(calling({ call: { load, pool: Pool.perReplica(50) } }))).toEqual([
      '[shop/orders] MW0242 calls(payments).load: got 700/s x 300ms / 3 replicas = 70, want at most 50 ' +
        'at a time from each replica; raise the `capacity` of payments or its `scale`, or give the call ' +
        'a `pool`',
    ]);
  });

  test('is not told where the limit is as high', () => {
    expect(lines(calling({ call: { load, pool: Pool.perReplica(70) } }))).toEqual([]);
    expect(lines(calling({ call: { load } }))).toEqual([]);
  });

  test('reckons with the fewest callers, who send the most each', () => {
    const caller = { scale: Scale.between(2, 7) };
    const loadsOf = (pool: number): string[] =>
      lines(calling({ caller, call: { load, pool: Pool.perReplica(pool) } })).filter((line) =>
        line.includes('MW0242'),
      );
    const told = loadsOf(104);
    expect(told).toHaveLength(1);
    expect(told[0]).toContain('/ 2 replicas = 105');
    expect(loadsOf(105)).toEqual([]);
  });
});

describe('MW0243: more clients than requests', () => {
  test('is told', () => {
    const callee = { capacity: Capacity.perReplica(2) };
    expect(lines(calling({ callee, caller: { scale: Scale.fixed(7) } }))).toEqual([
      '[shop/payments] MW0243 capacity: got 7 pods that call, want at most 6 pods that call, one for ' +
        'each request that it takes; raise `capacity` or `scale`, or have fewer replicas of the callers',
    ]);
    expect(lines(calling({ callee, caller: { scale: Scale.fixed(6) } }))).toEqual([]);
  });
});

const pods = fc.integer({ min: 1, max: 500 });
const amount = fc.integer({ min: 1, max: 5000 });

test('shares never add to more than is served, unless there are more clients than requests', () => {
  fc.assert(
    fc.property(amount, pods, pods, (requests, serverPods, clientPods) => {
      const share = shareOf({ ...CAPACITY, requests }, { serverPods, clientPods }).maxRequests;
      return share === 1 || share * clientPods <= requests * serverPods;
    }),
  );
});

test('limits grow with capacity and servers, and shrink with clients', () => {
  fc.assert(
    fc.property(amount, pods, pods, (requests, serverPods, clientPods) => {
      const share = (more: number, servers: number, clients: number): number =>
        shareOf(
          { ...CAPACITY, requests: requests + more },
          { serverPods: serverPods + servers, clientPods: clientPods + clients },
        ).maxRequests;
      const now = share(0, 0, 0);
      return share(7, 0, 0) >= now && share(0, 7, 0) >= now && share(0, 0, 7) <= now;
    }),
  );
});
