import { Chart, Duration } from 'cdk8s';
import {
  Capacity,
  Load,
  Mesh,
  MeshApp,
  MeshNamespace,
  Objective,
  Operation,
  Pool,
  Profile,
  Retries,
  RetryBudget,
  Scale,
  ServiceReference,
  Identity,
  type CallOptions,
  type MeshProps,
  type ResilientServiceProps,
} from '../../../constructs';
import { Registry } from '../../../constructs/registry';
import { analyse } from '../../../lib/graph/analysis/analyse';
import { modelOf } from '../../../lib/graph/model-of';
import { explainNode } from '../../../lib/report/explain';
import { explainCalls } from '../../../lib/report/explain-call';
import type { ExplainedSection } from '../../../lib/report/explained';
import { PLAIN } from '../../../lib/report/styles';
import { sectionTable } from '../../../lib/report/table';
import { aService } from '../../support/declare';

const ms = (amount: number): Duration => Duration.millis(amount);

interface Given {
  readonly mesh?: MeshProps;
  readonly namespace?: Profile;
  readonly service?: ResilientServiceProps;
  readonly call?: CallOptions;
}

/** Orders, which call payments, as `given` by each level. */
function declared({ mesh = {}, namespace, service = {}, call = {} }: Given): MeshApp {
  const app = new MeshApp({ log: () => undefined });
  new Mesh(app, 'mesh', mesh);
  const shop = new Chart(app, 'shop', { namespace: 'shop' });
  new MeshNamespace(shop, 'namespace', { profile: namespace });
  aService(shop, 'orders').calls(aService(shop, 'payments', service), call);
  return app;
}

function explainedCall(app: MeshApp): readonly ExplainedSection[] {
  const plan = Registry.of(app).plan();
  const ends = { from: 'shop/orders', to: 'shop/payments' };
  return explainCalls(plan, analyse(modelOf(plan)), ends).flatMap(({ sections }) => sections);
}

function explainedService(app: MeshApp, id = 'shop/payments'): readonly ExplainedSection[] {
  const plan = Registry.of(app).plan();
  return explainNode(plan, analyse(modelOf(plan)), id);
}

/** `value (origin)` of the one row of this name. */
function row(sections: readonly ExplainedSection[], wanted: string): string {
  const rows = sections.flatMap(({ values }) => values).filter(({ name }) => name === wanted);
  return rows.map(({ value, origin }) => `${value} (${origin})`).join(' | ');
}

const rowOf = (given: Given, name: string): string => row(explainedCall(declared(given)), name);

describe('every value of a call says who set it', () => {
  const slow = Profile.of('slow', { timeout: ms(7000), retryBudget: RetryBudget.percent(7) });

  test.each<[string, Given, string]>([
    ['nobody', {}, '1s (computed: own time of payments and of what it calls)'],
    ['the mesh', { mesh: { profile: slow } }, '7s (profile slow of the mesh)'],
    ['the namespace', { namespace: slow }, '7s (profile slow of the namespace)'],
    ['the service', { service: { profile: slow } }, '7s (profile slow of the service)'],
    ['the call', { call: { profile: slow } }, '7s (profile slow of the call)'],
    ['the call alone', { namespace: slow, call: { timeout: ms(11) } }, '11ms (the call)'],
  ])('its timeout, set by %s', (_who, given, expected) => {
    expect(rowOf(given, 'timeout')).toBe(expected);
  });

  test.each<[string, MeshProps, string]>([
    ['the mesh', { deadlines: { maximum: ms(700) } }, '700ms (the mesh: it needs 1s)'],
    ['a default', { deadlines: { ownTime: Duration.seconds(31) } }, '30s (default: it needs 31s)'],
  ])('its timeout, capped by %s', (_who, mesh, expected) => {
    expect(rowOf({ mesh }, 'timeout')).toBe(expected);
  });

  test.each<[string, Given, string]>([
    ['nobody', {}, '20 % of the requests in flight, 3 always (default)'],
    [
      'the mesh',
      { mesh: { profile: slow } },
      '7 % of the requests in flight, 3 always (profile slow of the mesh)',
    ],
    [
      'the service',
      { service: { retryBudget: RetryBudget.atMost(13) } },
      '13 at a time (the service)',
    ],
    ['the call', { call: { retryBudget: RetryBudget.atMost(11) } }, '11 at a time (the call)'],
  ])('its retry budget, set by %s', (_who, given, expected) => {
    expect(rowOf(given, 'retryBudget')).toBe(expected);
  });

  test.each<[string, Given, string]>([
    ['nobody', {}, '1024 (computed: a share of the capacity (default))'],
    [
      'the service',
      { service: { capacity: Capacity.perReplica(70) } },
      '70 (computed: a share of the capacity (the service))',
    ],
    ['the call', { call: { pool: Pool.perReplica(13) } }, '13 (the call)'],
  ])('what it may have open, by %s', (_who, given, expected) => {
    expect(rowOf(given, 'maxRequests')).toBe(expected);
  });

  test('its retries, part by part', () => {
    const retries = Retries.ifUnreached(3, { backoff: ms(70) });
    const sections = explainedCall(declared({ call: { retries } }));
    expect(row(sections, 'retries')).toBe('3 (the call)');
    expect(row(sections, 'backoff')).toBe('70ms (the call)');
    expect(row(sections, 'retryOn')).toMatch(/^connect-failure, .* \(default\)$/);
    expect(row(sections, 'perTryTimeout')).toBe('none (default)');
    expect(rowOf({ call: { retries: Retries.never() } }, 'retries')).toBe('0 (the call)');
  });

  test('a connection that is made within half of a short deadline is computed, otherwise a default', () => {
    expect(rowOf({ call: { timeout: ms(700) } }, 'connectTimeout')).toBe('350ms (computed)');
    expect(rowOf({ call: { timeout: ms(7000) } }, 'connectTimeout')).toBe('500ms (default)');
    const connection = { connectTimeout: ms(130) };
    expect(rowOf({ call: { connection } }, 'connectTimeout')).toBe('130ms (the call)');
    expect(rowOf({ service: { connection } }, 'connectTimeout')).toBe('130ms (the service)');
  });

  test('how it is made', () => {
    const call: CallOptions = {
      times: 3,
      fallback: 'less',
      load: Load.perSecond(7, { latency: ms(11) }),
    };
    const sections = explainedCall(declared({ call }));
    expect(row(sections, 'times')).toBe('3 (the call)');
    expect(row(sections, 'fallback')).toBe('less (the call)');
    expect(row(sections, 'clientRetries')).toBe('0 (default)');
    expect(row(sections, 'load')).toContain('7/s of 11ms each (the call)');
  });

  test('with no two pods there is no outlier detection, and it says why', () => {
    expect(rowOf({ service: { scale: Scale.fixed(1) } }, 'outlierDetection')).toBe(
      'none (computed: no two pods for certain)',
    );
    expect(rowOf({}, 'maxEjectionPercent')).toBe('50 % (computed)');
  });
});

test('no value of a call or service is without an origin', () => {
  const app = declared({});
  const values = [...explainedCall(app), ...explainedService(app)].flatMap(
    (section) => section.values,
  );
  expect(values.length).toBeGreaterThan(40);
  expect(values.filter(({ value, origin }) => value === '' || origin === '')).toEqual([]);
});

describe('the worst cases of a call', () => {
  test('come with the sum: 2 x 500 ms in vain, 500 + 1000 ms, and pauses of 25 and 50 ms', () => {
    expect(rowOf({}, 'worst time')).toBe(
      '1s (2 x 500ms + (500ms to connect + 1000ms) + 75ms of pauses = 2575ms, at most 1000ms)',
    );
    expect(rowOf({}, 'callee may take')).toBe('1s (1s own time + 0s of its calls)');
  });

  test('say what would fit where work is orphaned', () => {
    const service = { ownTime: ms(300) };
    expect(rowOf({ service, call: { timeout: ms(100) } }, 'orphaned work')).toBe(
      '200ms (1 x (300ms - 100ms); a timeout of 300ms fits)',
    );
  });

  test('count the work that each try leaves behind', () => {
    const app = new MeshApp({ log: () => undefined });
    const shop = new Chart(app, 'shop', { namespace: 'shop' });
    const payments = aService(shop, 'payments', {
      ownTime: ms(1000),
      operations: { quote: Operation.safe('GET /quotes') },
    });
    aService(shop, 'orders').calls(payments.operations.quote, {
      timeout: ms(3000),
      retries: Retries.upTo(4),
    });
    expect(row(explainedCall(app), 'orphaned work')).toBe(
      // (3000 ms - 375 ms of pauses) / 5 tries = 525 ms; 5 x 1000 ms + 375 ms of pauses
      '2375ms (5 x (1000ms - 525ms); a timeout of 5375ms fits, or a timeout of one try of 1s)',
    );
  });

  test('say what the call takes from the promise of its caller', () => {
    const service = { objectives: [Objective.availability(99.5)] };
    expect(rowOf({ service, call: { times: 2 } }, 'error budget spent')).toBe(
      // 1 - 0.995^2
      '0.9975 % (the caller promises nothing)',
    );
  });
});

describe('a service', () => {
  test('says who set its own values', () => {
    const own = (given: Given, name: string): string =>
      row(explainedService(declared(given)), name);
    expect(own({}, 'own time')).toBe('1s (default)');
    expect(own({ mesh: { deadlines: { ownTime: ms(70) } } }, 'own time')).toBe('70ms (the mesh)');
    expect(own({ service: { ownTime: ms(30) } }, 'own time')).toBe('30ms (the service)');
    expect(own({}, 'replicas')).toBe('3 (default)');
    expect(own({ service: { scale: Scale.between(7, 11) } }, 'replicas')).toBe(
      '7 to 11 (the service)',
    );
  });

  test('shows the time of every operation, the end of a pod, and the policy towards it', () => {
    const operations = {
      quote: Operation.safe('GET /quotes'),
      refund: Operation.unsafe('POST /r'),
    };
    const sections = explainedService(declared({ service: { operations, ownTime: ms(30) } }));
    expect(row(sections, 'of quote')).toBe('30ms (with retries 30ms by shop/orders→shop/payments)');
    expect(row(sections, 'of refund')).toMatch(/^30ms \(/);
    expect(row(sections, 'grace period')).toMatch(/^15s \+ 5s \+ 5s = 25s \(endpoints leave .*\)$/);
    expect(row(sections, 'maxRequests')).toMatch(/^1024 /);
  });

  test('shows what its dependencies spend', () => {
    const service = { objectives: [Objective.availability(99.5)] };
    const sections = explainedService(declared({ service }), 'shop/orders');
    expect(row(sections, 'error budget spent by shop/payments')).toBe('0.5 % (1 - 99.5 %)');
  });
});

test('services that only call each other say that requests go round without end', () => {
  const app = new MeshApp({ log: () => undefined });
  const shop = new Chart(app, 'shop', { namespace: 'shop' });
  const [orders, payments] = [aService(shop, 'orders'), aService(shop, 'payments')];
  orders.calls(payments, { timeout: ms(900) });
  payments.calls(orders, { timeout: ms(700) });
  expect(row(explainedService(app), 'under response failures')).toBe(
    'unbounded (round and round shop/orders → shop/payments → shop/orders)',
  );
  // 1000 ms of its own and a call of at most 700 ms
  expect(row(explainedService(app), 'of the whole')).toBe(
    '1700ms (1s own time + 700ms shop/orders)',
  );
});

test('of a service that is declared elsewhere it says what is not known', () => {
  const app = new MeshApp({ log: () => undefined });
  const shop = new Chart(app, 'shop', { namespace: 'shop' });
  const payments = ServiceReference.of(shop, 'payments', {
    host: 'payments.shop.svc.cluster.local',
    port: 8080,
    identity: Identity.of('shop', 'payments'),
  });
  aService(shop, 'orders').calls(payments);
  const sections = explainedCall(app);
  expect(row(sections, 'timeout')).toMatch(/, unless its own app says otherwise\)$/);
  expect(row(sections, 'retries counted')).toBe(
    "2 (Istio's own, since the routes are declared elsewhere)",
  );
});

test('sections are tables, in which a long value does not push the others away', () => {
  const values = [
    { name: 'a', value: '1s', origin: 'default' },
    { name: 'long', value: 'x'.repeat(40), origin: 'the call' },
    { name: 'b', value: '700ms', origin: 'the mesh' },
  ];
  expect(sectionTable([{ title: 'times', values }], PLAIN)).toBe(
    `  times\n    a     1s     default\n    long  ${'x'.repeat(40)}  the call\n    b     700ms  the mesh\n`,
  );
});
