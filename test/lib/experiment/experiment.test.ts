import { Duration } from 'cdk8s';
import { Experiment, Fault, Match, Port, type ExperimentOptions } from '../../../constructs';
import { expiredExperiments, isFullDate } from '../../../lib/experiment/expiry';
import { errors } from '../../support/declare';
import { configOf, filtersOf } from '../envoy/filters';
import { beside, specOf } from '../rendered';
import { plansOf, shopForTests, system } from './build';

const EXPIRES = '2027-01-31';

function trial(options: Partial<ExperimentOptions>): Readonly<Record<string, unknown>> {
  const app = shopForTests({}, (chart, { payments }) => {
    const fault = Fault.abort(503);
    new Experiment(chart, 'trial', { on: payments, fault, expires: EXPIRES, ...options });
  });
  return configOf(system(app), 'trial', 'meshwright.experiment.trial');
}

test.each([
  [Fault.abort(503, { percent: 7 }), { abort: { http_status: 503, percentage: share(7) } }],
  [Fault.abort(418), { abort: { http_status: 418, percentage: share(100) } }],
  [
    Fault.delay(Duration.millis(1300), { percent: 11 }),
    { delay: { fixed_delay: '1.3s', percentage: share(11) } },
  ],
])('a fault is written as Envoy takes it (%#)', (fault, expected) => {
  const { '@type': type, ...config } = trial({ fault });
  expect(type).toBe('type.googleapis.com/envoy.extensions.filters.http.fault.v3.HTTPFault');
  expect(config).toEqual(expected);
});

function share(numerator: number): unknown {
  return { numerator, denominator: 'HUNDRED' };
}

test('only the requests of the operation, the caller and the user meet the fault', () => {
  const app = shopForTests({}, (chart, { orders, payments }) => {
    new Experiment(chart, 'trial', {
      on: payments.operations.quote,
      caller: orders,
      when: Match.header('end-user').exactly('jason'),
      fault: Fault.abort(503),
      expires: EXPIRES,
    });
  });
  const { headers } = configOf(system(app), 'trial', 'meshwright.experiment.trial');
  expect(headers).toEqual([
    {
      name: 'x-forwarded-client-cert',
      string_match: {
        safe_regex: { regex: '.*URI=spiffe://cluster\\.local/ns/shop/sa/orders(;[^,]*)?' },
      },
    },
    { name: ':method', string_match: { exact: 'GET' } },
    { name: ':path', string_match: { safe_regex: { regex: '/quotes/[^/?]+(\\?.*)?' } } },
    { name: 'end-user', string_match: { exact: 'jason' } },
  ]);
});

test('the routes under test keep their retries and deadlines', () => {
  const plain = shopForTests({}, () => undefined);
  const tried = shopForTests({}, (chart, { payments }) => {
    new Experiment(chart, 'trial', { on: payments, fault: Fault.abort(503), expires: EXPIRES });
  });
  expect(specOf(system(tried), 'VirtualService', 'payments')).toEqual(
    specOf(system(plain), 'VirtualService', 'payments'),
  );
});

test('the object is beside the service, wherever the experiment is declared, and says what to expect until when', () => {
  const app = shopForTests({}, (chart, { payments }) => {
    const fault = Fault.abort(503, { percent: 50 });
    const scope = beside(chart, 'trials');
    new Experiment(scope, 'trial', { on: payments, fault, expires: EXPIRES });
  });
  const { metadata } = system(app).manifest('EnvoyFilter', 'trial');
  expect(metadata.namespace).toBe('shop');
  expect(metadata.annotations).toEqual({
    'meshwright.dev/expires': '2027-01-31',
    'meshwright.dev/hypothesis':
      'shop/orders -> payments.quote: 25 % of the requests fail with 503: 50 % of each of 2 tries',
    'meshwright.dev/istio-versions': '1.29, 1.30, 1.31',
  });
});

test('a fault comes behind whatever the service refuses', () => {
  const app = shopForTests(
    { payments: { streamIdleTimeout: Duration.minutes(5) } },
    (chart, { payments }) => {
      new Experiment(chart, 'trial', { on: payments, fault: Fault.abort(503), expires: EXPIRES });
    },
  );
  const priorityOf = (name: string): number =>
    specOf(system(app), 'EnvoyFilter', name).priority ?? 0;
  expect(priorityOf('trial')).toBeGreaterThan(priorityOf('payments'));
});

test('an abort with an HTTP status leaves gRPC ports alone, and a delay takes both', () => {
  const portsOf = (fault: Fault): unknown => {
    const ports = { web: Port.http(8080), rpc: Port.grpc(7000) };
    const app = shopForTests({ payments: { ports }, call: { port: 'web' } }, (chart, services) => {
      services.orders.calls(services.payments, { port: 'rpc' });
      new Experiment(chart, 'trial', { on: services.payments, fault, expires: EXPIRES });
    });
    return filtersOf(system(app), 'trial').map(({ port, config }) => [port, config.abort]);
  };
  const abort = { percentage: share(100) };
  expect(portsOf(Fault.abort(503))).toEqual([[8080, { ...abort, http_status: 503 }]]);
  expect(portsOf(Fault.abort('INTERNAL'))).toEqual([[7000, { ...abort, grpc_status: 13 }]]);
  expect(portsOf(Fault.delay(Duration.seconds(1)))).toEqual([
    [7000, undefined],
    [8080, undefined],
  ]);
});

test('an experiment is over on the day after its last', () => {
  const app = shopForTests({}, (chart, { payments }) => {
    new Experiment(chart, 'trial', { on: payments, fault: Fault.abort(503), expires: EXPIRES });
  });
  const expired = (at: string): readonly string[] =>
    expiredExperiments(
      { experiments: new Map(plansOf(app).map((plan) => [plan.path, plan])) },
      at,
    ).map(({ name }) => name);
  expect(expired('2027-01-31')).toEqual([]);
  expect(expired('2027-02-01')).toEqual(['trial']);
  expect(() => expired('tomorrow')).toThrow('want a date such as 2027-01-31, got tomorrow');
});

test.each(['2028-02-29', '2027-12-31'])('%s is a day', (day) => {
  expect(isFullDate(day)).toBe(true);
});

test.each([
  '2027-02-29',
  '2027-13-01',
  '2027-1-1',
  '27-01-01',
  '2027-01-31T00:00:00Z',
  '',
  20270131,
])('%j is no day', (day) => {
  expect(isFullDate(day)).toBe(false);
});

test('what was reported about an experiment is not rendered', () => {
  const app = shopForTests({}, (chart, { payments }) => {
    new Experiment(chart, 'trial', { on: payments, fault: Fault.abort(503), expires: 'soon' });
  });
  expect(errors(system(app)).map((line) => line.slice(0, 21))).toEqual(['[shop/trial] MW0805 e']);
});
