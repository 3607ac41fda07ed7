import { Duration } from 'cdk8s';
import {
  GatewayTls,
  LoadBalancing,
  Match,
  Mesh,
  MeshGateway,
  Operation,
  Retries,
  Scale,
  type ResilientService,
} from '../../../../constructs';
import {
  failing,
  gone,
  oneHostDown,
  slow,
  zoneLost,
  type DeclaredSystem,
  type Failure,
  type SimulationResult,
} from '../../../../constructs/testing';
import { aService, shop } from '../../../support/declare';

const OPERATIONS = {
  quote: Operation.safe('GET /quotes/{id}'),
  refund: Operation.unsafe('POST /refunds'),
};

function payments(): DeclaredSystem {
  return shop((chart) => {
    new Mesh(chart, 'mesh', { zones: { 'eu-1': ['eu-1a', 'eu-1b', 'eu-1c'] } });
    const callee: ResilientService<typeof OPERATIONS> = aService(chart, 'payments', {
      operations: OPERATIONS,
      scale: Scale.fixed(3),
    });
    const orders = aService(chart, 'orders');
    const retries = Retries.upTo(2, { perTryTimeout: Duration.millis(400) });
    orders.calls(callee.operations.quote, { timeout: Duration.seconds(3), retries });
    orders.calls(callee.operations.refund, { timeout: Duration.seconds(3) });
  });
}

const ENDS = { from: 'shop/orders', to: 'shop/payments' };

function quote(...when: Failure[]): SimulationResult {
  return payments().simulate({ ...ENDS, path: '/quotes/7', when });
}

function refund(...when: Failure[]): SimulationResult {
  return payments().simulate({ ...ENDS, method: 'POST', path: '/refunds', when });
}

test('when all is well the first try is answered', () => {
  expect(quote()).toMatchObject({
    route: 'shop.orders.quote',
    authorization: { isAllowed: true },
    status: 200,
    tries: [{ host: 1, outcome: 200 }],
  });
});

test('a host that refuses connections is left for another', () => {
  expect(quote(oneHostDown('shop/payments'))).toMatchObject({
    status: 200,
    // the longest pause before the first retry
    ms: 25,
    tries: [
      { host: 1, outcome: 'connection refused' },
      { host: 2, outcome: 200 },
    ],
  });
});

test('an unsafe operation is repeated after a refused connection, and never after an answer', () => {
  expect(refund(oneHostDown('shop/payments'))).toMatchObject({ status: 200 });
  expect(refund(failing('shop/payments'))).toMatchObject({
    status: 503,
    tries: [{ outcome: 503 }],
  });
});

test('a safe one is, as often as was said', () => {
  const { tries, status } = quote(failing('shop/payments', 503));
  expect(tries.map(({ outcome }) => outcome)).toEqual([503, 503, 503]);
  expect(status).toBe(503);
  expect(quote(failing('shop/payments', 500)).tries).toHaveLength(1);
});

test('slow tries are cut off after 400 ms each: 3 x 400 + 25 + 50', () => {
  expect(quote(slow('shop/payments', Duration.seconds(9)))).toMatchObject({
    status: 504,
    ms: 1275,
    tries: [{ endMs: 400 }, { startMs: 425, endMs: 825 }, { startMs: 875, endMs: 1275 }],
  });
});

test('without a timeout of one try the deadline ends it', () => {
  expect(refund(slow('shop/payments', Duration.seconds(9)))).toMatchObject({
    status: 504,
    ms: 3000,
    tries: [{ outcome: 'deadline' }],
  });
});

test('where no pod is left there is nobody to try', () => {
  expect(quote(gone('shop/payments'))).toMatchObject({ status: 503, tries: [] });
});

// seen on Envoy 1.40: the timeout of one try, 400 ms, begins with the connection
test('pods of a lost zone take the whole time to connect, until a try finds another: 500 + 25', () => {
  expect(quote(zoneLost('eu-1b'))).toMatchObject({
    status: 200,
    ms: 525,
    tries: [{ endMs: 500, outcome: 'no connection' }, { outcome: 200 }],
  });
});

test('the loss of two zones of three leaves one pod', () => {
  const { tries, status } = quote(zoneLost('eu-1b'), zoneLost('eu-1c'));
  expect(tries.map(({ outcome }) => outcome)).toEqual(['no connection', 'no connection', 200]);
  expect(status).toBe(200);
});

test('hosts that are down add up', () => {
  const { tries } = quote(oneHostDown('shop/payments'), oneHostDown('shop/payments'));
  expect(tries.map(({ outcome }) => outcome)).toEqual([
    'connection refused',
    'connection refused',
    200,
  ]);
});

test('a service that is slow and fails answers when its time is over, unless its try is cut off before', () => {
  const inTime = slow('shop/payments', Duration.millis(300));
  expect(quote(failing('shop/payments', 500), inTime)).toMatchObject({ status: 500, ms: 300 });
  const late = slow('shop/payments', Duration.millis(700));
  const { status, tries } = quote(failing('shop/payments', 500), late);
  expect(tries.map(({ outcome }) => outcome)).toEqual(['cut off', 'cut off', 'cut off']);
  expect(status).toBe(504);
});

test('a retry goes to a host that has failed where it may', () => {
  const system = shop((chart) => {
    const callee: ResilientService<typeof OPERATIONS> = aService(chart, 'payments', {
      operations: OPERATIONS,
      scale: Scale.fixed(3),
    });
    aService(chart, 'orders').calls(callee.operations.quote, {
      retries: Retries.upTo(2, { retryIgnorePreviousHosts: false }),
    });
  });
  const call = { ...ENDS, path: '/quotes/7', when: oneHostDown('shop/payments') };
  expect(system.simulate(call).tries.map(({ host }) => host)).toEqual([1, 1, 1]);
});

test('so does one whose host is chosen by a hash', () => {
  const system = shop((chart) => {
    const callee = aService(chart, 'payments', {
      loadBalancing: LoadBalancing.byHeader('x-user'),
      scale: Scale.fixed(3),
    });
    aService(chart, 'orders').calls(callee);
  });
  const { tries } = system.simulate({ ...ENDS, when: oneHostDown('shop/payments') });
  expect(tries.map(({ host }) => host)).toEqual([1, 1, 1]);
});

describe('a client library that repeats', () => {
  const system = shop((chart) => {
    const callee: ResilientService<typeof OPERATIONS> = aService(chart, 'payments', {
      operations: OPERATIONS,
    });
    const timeout = Duration.seconds(1);
    const orders = aService(chart, 'orders');
    orders.calls(callee.operations.refund, { timeout, clientRetries: 2 });
  });
  const call = { ...ENDS, method: 'POST', path: '/refunds' };

  test('starts the tries of the mesh again: 3 calls of one try', () => {
    const { status, tries } = system.simulate({ ...call, when: failing('shop/payments') });
    expect(tries.map((each) => [each.number, each.call, each.outcome])).toEqual([
      [1, 1, 503],
      [2, 2, 503],
      [3, 3, 503],
    ]);
    expect(status).toBe(503);
  });

  test('has a deadline for each of its calls: 3 x 1s', () => {
    const when = slow('shop/payments', Duration.seconds(9));
    expect(system.simulate({ ...call, when })).toMatchObject({
      status: 504,
      ms: 3000,
      tries: [{ endMs: 1000 }, { startMs: 1000, endMs: 2000 }, { startMs: 2000, endMs: 3000 }],
    });
  });

  test('is content with an answer that is no failure', () => {
    expect(system.simulate({ ...call, when: failing('shop/payments', 404) })).toMatchObject({
      status: 404,
      tries: [{ call: 1 }],
    });
  });
});

test('what was not declared is denied', () => {
  expect(payments().simulate({ ...ENDS, method: 'DELETE', path: '/quotes/7' })).toMatchObject({
    route: 'undeclared',
    authorization: { isAllowed: false },
    status: 403,
  });
});

test('a gateway has no route for what it does not expose', () => {
  const system = shop((chart) => {
    const tls = GatewayTls.none('a test');
    const callee = aService(chart, 'payments', { operations: OPERATIONS });
    new MeshGateway(chart, 'web', { hosts: ['shop.example.com'], tls }).exposes(
      callee.operations.quote,
    );
  });
  const call = { from: 'shop/web', to: 'shop/payments' };
  expect(system.simulate({ ...call, path: '/quotes/7' })).toMatchObject({ status: 200 });
  expect(system.simulate({ ...call, path: '/admin' })).toMatchObject({
    route: undefined,
    status: 404,
    tries: [],
  });
});

test('who does not call cannot be simulated', () => {
  expect(() => payments().simulate({ from: 'shop/payments', to: 'shop/orders' })).toThrow(
    'shop/payments does not call shop/orders',
  );
});

test('a header chooses the version', () => {
  const system = shop((chart) => {
    const reviews = aService(chart, 'reviews', {
      versions: {
        v1: { image: 'ghcr.io/acme/reviews:1.0.0', weight: 90 },
        v2: {
          image: 'ghcr.io/acme/reviews:2.0.0',
          when: Match.header('end-user').exactly('jason'),
        },
        v3: { image: 'ghcr.io/acme/reviews:3.0.0', weight: 10 },
      },
    });
    aService(chart, 'page').calls(reviews);
  });
  const subsetFor = (headers: Record<string, string>): string | undefined =>
    system.simulate({ from: 'shop/page', to: 'shop/reviews', headers }).subset;
  expect(subsetFor({ 'End-User': 'jason' })).toBe('v2');
  expect(subsetFor({})).toBe('v1');
});

test('a callee fails with what it cannot do without', () => {
  const system = shop((chart) => {
    const [front, middle, back, ads] = ['front', 'middle', 'back', 'ads'].map((name) =>
      aService(chart, name),
    ) as [ResilientService, ResilientService, ResilientService, ResilientService];
    front.calls(middle);
    middle.calls(back);
    middle.calls(ads, { fallback: 'a page without ads' });
  });
  const status = (when: Failure): number | undefined =>
    system.simulate({ from: 'shop/front', to: 'shop/middle', when }).status;
  expect(status(gone('shop/back'))).toBe(503);
  expect(status(gone('shop/ads'))).toBe(200);
});
