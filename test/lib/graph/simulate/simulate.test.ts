import { Duration } from 'cdk8s';
import {
  GatewayTls,
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

test('a host that refuses connections is left for another, and ejected after five failures', () => {
  expect(quote(oneHostDown('shop/payments'))).toMatchObject({
    status: 200,
    // the longest pause before the first retry
    ms: 25,
    tries: [
      { host: 1, outcome: 'connection refused' },
      { host: 2, outcome: 200 },
    ],
    ejections: [{ host: 1, afterFailures: 5, forMs: 30_000 }],
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

test('pods of a lost zone do not answer, until a try finds another', () => {
  const { tries, status } = quote(zoneLost('eu-1b'));
  expect(tries.map(({ outcome }) => outcome)).toEqual(['cut off', 200]);
  expect(status).toBe(200);
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
  const status = (when: Failure): number =>
    system.simulate({ from: 'shop/front', to: 'shop/middle', when }).status;
  expect(status(gone('shop/back'))).toBe(503);
  expect(status(gone('shop/ads'))).toBe(200);
});
