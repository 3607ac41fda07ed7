import { Duration } from 'cdk8s';
import {
  AdaptiveConcurrency,
  AdmissionControl,
  Identity,
  Caller,
  Operation,
  Port,
  RateLimit,
} from '../../../constructs';
import type { ResilientServiceProps } from '../../../constructs';
import type { DeclaredSystem } from '../../../constructs/testing';
import { aService, has, shop } from '../../support/declare';
import { configOf, filtersOf } from '../envoy/filters';
import { specOf } from '../rendered';

const OPERATIONS = { add: Operation.unsafe('POST /items'), list: Operation.safe('GET /items') };

function cart(props: ResilientServiceProps): DeclaredSystem {
  return shop((chart) => aService(chart, 'cart', props));
}

test('a service that declares nothing of it changes no proxy', () => {
  expect(has(cart({}).manifests(), 'EnvoyFilter')).toBe(false);
});

test('its own proxies are changed, where requests come in, before the router, in the known versions', () => {
  const spec = specOf(cart({ rateLimits: [RateLimit.perReplica(7)] }), 'EnvoyFilter', 'cart');
  expect(spec.workloadSelector).toEqual({ labels: { 'app.kubernetes.io/name': 'cart' } });
  const [patch] = spec.configPatches ?? [];
  expect(patch).toMatchObject({
    applyTo: 'HTTP_FILTER',
    match: {
      context: 'SIDECAR_INBOUND',
      listener: { filterChain: { filter: { subFilter: { name: 'envoy.filters.http.router' } } } },
    },
    patch: { operation: 'INSERT_BEFORE' },
  });
  const version = new RegExp(patch?.match?.proxy?.proxyVersion ?? '');
  const known = ['1.29.4', '1.30.0', '1.31.1', '1.31-alpha.7'].filter((text) => version.test(text));
  const unknown = ['1.28.9', '1.32.0', '1.3.0', '1.310.0', ''].filter((text) => version.test(text));
  expect([known.length, unknown]).toEqual([4, []]);
});

test('the object names the versions that it is valid for', () => {
  const { metadata } = cart({ rateLimits: [RateLimit.perReplica(7)] }).manifest(
    'EnvoyFilter',
    'cart',
  );
  expect(metadata.annotations).toEqual({ 'meshwright.dev/istio-versions': '1.29, 1.30, 1.31' });
});

test('a limit is a bucket as large as the limit, filled in a second, unless something else is said', () => {
  const bucketOf = (limit: RateLimit): unknown =>
    configOf(cart({ rateLimits: [limit] }), 'cart', 'meshwright.rate-limit').token_bucket;
  expect(bucketOf(RateLimit.perReplica(7))).toEqual({
    max_tokens: 7,
    tokens_per_fill: 7,
    fill_interval: '1s',
  });
  const own = RateLimit.perReplica(7, { burst: 13, interval: Duration.millis(1500) });
  expect(bucketOf(own)).toEqual({ max_tokens: 13, tokens_per_fill: 7, fill_interval: '1.5s' });
});

test('a limit is in force, tells callers when to come again, and is not UNAVAILABLE for gRPC', () => {
  const config = configOf(
    cart({ rateLimits: [RateLimit.perReplica(7)] }),
    'cart',
    'meshwright.rate-limit',
  );
  const all = { default_value: { numerator: 100, denominator: 'HUNDRED' } };
  expect(config).toMatchObject({
    filter_enabled: all,
    filter_enforced: all,
    enable_x_ratelimit_headers: 'DRAFT_VERSION_03',
    rate_limited_as_resource_exhausted: true,
  });
});

test('narrow limits come first, so that what they refuse costs the wider ones nothing', () => {
  const system = shop((chart) => {
    const orders = aService(chart, 'orders');
    const service = aService(chart, 'cart', {
      operations: OPERATIONS,
      rateLimits: [
        RateLimit.perReplica(100),
        RateLimit.perReplica(50, { caller: orders }),
        RateLimit.perReplica(30, { operation: 'list' }),
        RateLimit.perReplica(20, { operation: 'add' }),
        RateLimit.perReplica(10, { operation: 'add', caller: orders }),
      ],
    });
    orders.calls(service);
  });
  expect(filtersOf(system, 'cart').map(({ name }) => name)).toEqual([
    'meshwright.rate-limit.add.shop.orders',
    'meshwright.rate-limit.add',
    'meshwright.rate-limit.list',
    'meshwright.rate-limit.shop.orders',
    'meshwright.rate-limit',
  ]);
});

test('a caller is named by its construct or its identity, with the same result', () => {
  const limited = (by: 'construct' | 'identity'): unknown => {
    const system = shop((chart) => {
      const orders = aService(chart, 'orders');
      const caller = by === 'construct' ? orders : Identity.of('shop', 'orders');
      orders.calls(aService(chart, 'cart', { rateLimits: [RateLimit.perReplica(7, { caller })] }));
    });
    return specOf(system, 'EnvoyFilter', 'cart');
  };
  expect(limited('identity')).toEqual(limited('construct'));
});

test('a caller that is declared elsewhere is told by its identity', () => {
  const system = shop((chart) => {
    const caller = Identity.of('web', 'front');
    const service = aService(chart, 'cart', { rateLimits: [RateLimit.perReplica(7, { caller })] });
    service.permits(Caller.identity('web', 'front'));
  });
  expect(JSON.stringify(filtersOf(system, 'cart'))).toContain('/ns/web/sa/front');
});

test('every HTTP port counts for itself, by the number that the pod has, and no other port is touched', () => {
  const system = cart({
    ports: {
      web: Port.http(80, { targetPort: 8080 }),
      rpc: Port.grpc(7000),
      raw: Port.tcp(9000),
    },
    rateLimits: [RateLimit.perReplica(7)],
  });
  expect(filtersOf(system, 'cart').map(({ port }) => port)).toEqual([7000, 8080]);
});

test('admission control has the numbers that the documentation names', () => {
  const config = configOf(
    cart({ admissionControl: AdmissionControl.of() }),
    'cart',
    'meshwright.admission-control',
  );
  expect(config).toMatchObject({
    sampling_window: '30s',
    sr_threshold: { default_value: { value: 95 } },
    rps_threshold: { default_value: 5 },
    max_rejection_probability: { default_value: { value: 80 } },
    aggression: { default_value: 1 },
  });
});

test('admission control takes numbers of its own', () => {
  const admissionControl = AdmissionControl.of({
    successPercent: 90,
    window: Duration.seconds(7),
    minRequestsPerSecond: 0,
    maxRejectionPercent: 55,
  });
  expect(
    configOf(cart({ admissionControl }), 'cart', 'meshwright.admission-control'),
  ).toMatchObject({
    sampling_window: '7s',
    sr_threshold: { default_value: { value: 90 } },
    rps_threshold: { default_value: 0 },
    max_rejection_probability: { default_value: { value: 55 } },
  });
});

function concurrency(adaptiveConcurrency: AdaptiveConcurrency): unknown {
  const system = cart({ adaptiveConcurrency });
  const config = configOf(system, 'cart', 'meshwright.adaptive-concurrency');
  return config.gradient_controller_config;
}

test('adaptive concurrency refuses with 429, which ejects no busy replica', () => {
  const system = cart({ adaptiveConcurrency: AdaptiveConcurrency.measured() });
  expect(configOf(system, 'cart', 'meshwright.adaptive-concurrency')).toMatchObject({
    concurrency_limit_exceeded_status: { code: 'TooManyRequests' },
  });
});

test('adaptive concurrency that is measured has the numbers that the documentation names', () => {
  expect(concurrency(AdaptiveConcurrency.measured())).toEqual({
    sample_aggregate_percentile: { value: 50 },
    concurrency_limit_params: { max_concurrency_limit: 1000, concurrency_update_interval: '0.1s' },
    min_rtt_calc_params: {
      interval: '60s',
      jitter: { value: 15 },
      request_count: 50,
      buffer: { value: 25 },
      min_concurrency: 3,
    },
  });
});

test('adaptive concurrency of a fixed latency measures nothing', () => {
  const options = { maxConcurrency: 200, minConcurrency: 7, percentile: 90 };
  expect(concurrency(AdaptiveConcurrency.fixed(Duration.millis(20), options))).toEqual({
    sample_aggregate_percentile: { value: 90 },
    concurrency_limit_params: { max_concurrency_limit: 200, concurrency_update_interval: '0.1s' },
    min_rtt_calc_params: { fixed_value: '0.02s', buffer: { value: 25 }, min_concurrency: 7 },
  });
});

test.each([
  [{ maxConcurrency: 2 }, 2, 2],
  [{ minConcurrency: 1300 }, 1300, 1300],
])('the default bound gives way to the declared one: %j', (options, min, max) => {
  expect(concurrency(AdaptiveConcurrency.measured(options))).toMatchObject({
    concurrency_limit_params: { max_concurrency_limit: max },
    min_rtt_calc_params: { min_concurrency: min },
  });
});

test('a stream idle timeout is merged into the connection manager of each HTTP port', () => {
  const system = cart({ streamIdleTimeout: Duration.minutes(7) });
  expect(specOf(system, 'EnvoyFilter', 'cart').configPatches).toMatchObject([
    {
      applyTo: 'NETWORK_FILTER',
      match: { context: 'SIDECAR_INBOUND', listener: { portNumber: 8080 } },
      patch: { operation: 'MERGE', value: { typed_config: { stream_idle_timeout: '420s' } } },
    },
  ]);
});
