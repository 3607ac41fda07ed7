import { Chart, Duration } from 'cdk8s';
import {
  DataStore,
  Mesh,
  MeshApp,
  MeshNamespace,
  Operation,
  OutlierDetection,
  Pool,
  Profile,
  Retries,
  type ProfileProps,
} from '../../../constructs';
import { systemOf, type DeclaredSystem } from '../../../constructs/testing';
import { firstGiven, originText, Resolution, type Layers } from '../../../lib/traffic/layers';
import { declarePolicy } from '../../../lib/traffic/declare-policy';
import { aService, errors, lines, shop } from '../../support/declare';
import { declaring } from '../../support/declaring';
import { routeOf, specOf } from '../rendered';

type Level = 'call' | 'callProfile' | 'calleeProfile' | 'namespace' | 'mesh';

/** `orders` that calls `payments`, with a profile of its own timeout at each of the given levels. */
function layered(given: Partial<Record<Level, ProfileProps>>): DeclaredSystem {
  const profile = (level: Level): Profile | undefined =>
    given[level] && Profile.of(level, given[level]);
  const app = new MeshApp({ log: () => undefined });
  const chart = new Chart(app, 'shop', { namespace: 'shop' });
  new Mesh(chart, 'Mesh', { profile: profile('mesh') });
  new MeshNamespace(chart, 'namespace', { profile: profile('namespace') });
  const operations = { get: Operation.safe('GET /a'), charge: Operation.unsafe('POST /a') };
  const payments = aService(chart, 'payments', { operations, profile: profile('calleeProfile') });
  const orders = aService(chart, 'orders');
  const { timeout, retries } = given.call ?? {};
  orders.calls(payments.operations.get, { timeout, retries, profile: profile('callProfile') });
  orders.calls(payments.operations.charge, { timeout, profile: profile('callProfile') });
  return systemOf(app);
}

const ORDER: readonly Level[] = ['call', 'callProfile', 'calleeProfile', 'namespace', 'mesh'];

test.each(ORDER)('of all levels that give a deadline, the most specific wins: %s', (level) => {
  const from = ORDER.slice(ORDER.indexOf(level));
  const system = layered(
    Object.fromEntries(
      from.map((each) => [each, { timeout: Duration.seconds(ORDER.indexOf(each) + 2) }]),
    ),
  );
  expect(errors(system)).toEqual([]);
  const { timeout } = routeOf(system, 'payments', 'shop.orders.get');
  expect(timeout).toBe(`${ORDER.indexOf(level) + 2}s`);
});

test('without any, deadline and retries are our own', () => {
  const { timeout, retries } = routeOf(layered({}), 'payments', 'shop.orders.get');
  expect([timeout, retries?.attempts]).toEqual(['1s', 1]);
});

test('the retries of a profile are cut down to what an operation can stand', () => {
  const system = layered({ mesh: { retries: Retries.upTo(3, { conditions: ['5xx'] }) } });
  expect(lines(system)).toEqual([]);
  expect(routeOf(system, 'payments', 'shop.orders.get').retries).toMatchObject({
    attempts: 3,
    retryOn: '5xx,connect-failure,refused-stream,reset-before-request',
  });
  expect(routeOf(system, 'payments', 'shop.orders.charge').retries).toMatchObject({
    attempts: 3,
    retryOn: 'connect-failure,refused-stream,reset-before-request',
  });
});

test('a profile limits what is derived, and not what is given', () => {
  const maxTimeout = Duration.millis(700);
  expect(
    routeOf(layered({ namespace: { maxTimeout } }), 'payments', 'shop.orders.get').timeout,
  ).toBe('700ms');
  const given = layered({ namespace: { maxTimeout }, call: { timeout: Duration.seconds(7) } });
  expect(routeOf(given, 'payments', 'shop.orders.get').timeout).toBe('7s');
});

test('a nearer limit may be wider than one behind it', () => {
  const system = shop(
    (chart) => {
      const slow = { ownTime: Duration.seconds(50) };
      const payments = aService(chart, 'payments', slow);
      aService(chart, 'orders').calls(payments, { profile: Profile.batch() });
      aService(chart, 'web').calls(payments);
    },
    { deadlines: { maximum: Duration.seconds(13) } },
  );
  expect(routeOf(system, 'payments', 'shop.orders.any').timeout).toBe('50s');
  expect(routeOf(system, 'payments', 'shop.web.any').timeout).toBe('13s');
});

test('a profile behind the callee sets the policy of the host, also of what is outside', () => {
  const outlierDetection = OutlierDetection.of({ baseEjectionTime: Duration.seconds(70) });
  const profile = Profile.of('patient', { outlierDetection });
  const system = shop(
    (chart) => {
      aService(chart, 'payments');
      DataStore.postgres(chart, 'ledger', { address: '10.7.0.11', endpoints: 3 });
    },
    { profile },
  );
  for (const name of ['payments', 'ledger']) {
    const { trafficPolicy } = specOf(system, 'DestinationRule', name);
    expect([name, trafficPolicy?.outlierDetection?.baseEjectionTime]).toEqual([name, '70s']);
  }
});

test('the profiles that we ship can be used anywhere without a finding', () => {
  for (const profile of [Profile.interactive(), Profile.batch(), Profile.critical()]) {
    const system = shop(
      (chart) => {
        const operations = { get: Operation.safe('GET /a') };
        const payments = aService(chart, 'payments', { operations, profile });
        aService(chart, 'orders').calls(payments.operations.get, { profile });
        aService(chart, 'web').calls(payments, { profile, pool: Pool.perReplica(7) });
      },
      { profile },
    );
    expect([profile.name, lines(system)]).toEqual([profile.name, []]);
  }
});

test('a bad value in a profile is told where the profile is used', () => {
  const profile = Profile.of('bad', { timeout: Duration.millis(0) });
  const system = shop((chart) => void aService(chart, 'payments', { profile }));
  expect(errors(system)).toEqual([
    '[shop/payments] MW0003 profile.timeout: got 0ms, want a Duration of whole milliseconds, at least ' +
      '1ms; use Duration.millis or a larger unit',
  ]);
});

describe('who said a value', () => {
  const policyOf = (props: ProfileProps) =>
    declaring((report) => declarePolicy(report, '', props)).value;
  const layers: Layers = [
    { origin: { level: 'call', profile: undefined }, policy: policyOf({}) },
    {
      origin: { level: 'mesh', profile: 'slow' },
      policy: policyOf({ timeout: Duration.seconds(7) }),
    },
  ];

  test('is kept beside it', () => {
    const given = firstGiven(layers, ({ timeoutMs }) => timeoutMs);
    expect(given).toEqual({ value: 7000, origin: { level: 'mesh', profile: 'slow' } });
    const resolution = new Resolution(layers);
    expect(resolution.choose('timeout', ({ timeoutMs }) => timeoutMs, { value: 1 })).toBe(7000);
    expect(resolution.choose('maxTimeout', ({ maxTimeoutMs }) => maxTimeoutMs, { value: 1 })).toBe(
      1,
    );
    resolution.compute('limits', 7);
    expect(
      Object.entries(resolution.origins).map(([name, origin]) => `${name}: ${originText(origin)}`),
    ).toEqual(['timeout: profile slow of the mesh', 'maxTimeout: default', 'limits: computed']);
  });

  test('is told by every policy of a host, for each of its values', () => {
    const system = shop((chart) => {
      const connection = { idleTimeout: Duration.seconds(3) };
      aService(chart, 'payments', { connection, profile: Profile.critical() });
    });
    expect(lines(system)).toEqual([]);
    expect(specOf(system, 'DestinationRule', 'payments').trafficPolicy).toMatchObject({
      connectionPool: { http: { idleTimeout: '3s' } },
      outlierDetection: { consecutiveGatewayErrors: 3, baseEjectionTime: '15s' },
    });
  });
});
