import {
  ENVOY_FILTER_PRIORITY,
  insertFilter,
  mergeConnectionManager,
  renderEnvoyFilter,
  type EnvoyFilterSpec,
  type HttpFilter,
} from '../envoy/render';
import { renderMatchers } from '../envoy/render-matchers';
import { protoDuration } from '../values/duration';
import type {
  AdaptiveConcurrencyPlan,
  AdmissionControlPlan,
  RateLimitPlan,
  SheddingPlan,
} from './plan';

/** What the proxies of one service refuse, and when they give a silent stream up. */
export function renderShedding(plan: SheddingPlan): EnvoyFilterSpec {
  const { service, ports, streamIdleTimeoutMs } = plan;
  const filters = [
    ...plan.rateLimits.map(renderRateLimit),
    ...(plan.admissionControl ? [renderAdmissionControl(plan.admissionControl)] : []),
    ...(plan.adaptiveConcurrency ? [renderAdaptiveConcurrency(plan.adaptiveConcurrency)] : []),
  ];
  const patches = ports.flatMap((port) => [
    ...filters.map((filter) => insertFilter(port, filter)),
    ...(streamIdleTimeoutMs === undefined
      ? []
      : [
          mergeConnectionManager(port, { stream_idle_timeout: protoDuration(streamIdleTimeoutMs) }),
        ]),
  ]);
  return renderEnvoyFilter({ service, priority: ENVOY_FILTER_PRIORITY.shedding, patches });
}

const ALL_REQUESTS = { default_value: { numerator: 100, denominator: 'HUNDRED' } };

/** One filter for each limit: what narrows it then needs no bucket for everything else. */
function renderRateLimit(limit: RateLimitPlan): HttpFilter {
  const bucket = {
    max_tokens: limit.burst,
    tokens_per_fill: limit.requests,
    fill_interval: protoDuration(limit.intervalMs),
  };
  const headers = renderMatchers(limit.selection);
  return {
    name: `meshwright.${limit.name}`,
    type: 'local_ratelimit.v3.LocalRateLimit',
    config: {
      stat_prefix: limit.name,
      // without these two Envoy limits nothing
      filter_enabled: ALL_REQUESTS,
      filter_enforced: ALL_REQUESTS,
      enable_x_ratelimit_headers: 'DRAFT_VERSION_03',
      // the other gRPC status, UNAVAILABLE, is one after which callers try again
      rate_limited_as_resource_exhausted: true,
      ...(headers.length === 0 ? { token_bucket: bucket } : renderDescriptor(bucket, headers)),
    },
  };
}

function renderDescriptor(
  bucket: Readonly<Record<string, unknown>>,
  headers: readonly unknown[],
): Readonly<Record<string, unknown>> {
  const action = {
    header_value_match: { descriptor_key: 'limit', descriptor_value: 'this', headers },
  };
  return {
    rate_limits: [{ actions: [action] }],
    descriptors: [{ entries: [{ key: 'limit', value: 'this' }], token_bucket: bucket }],
  };
}

function renderAdmissionControl(plan: AdmissionControlPlan): HttpFilter {
  const runtime = (key: string, value: unknown): Readonly<Record<string, unknown>> => ({
    default_value: value,
    runtime_key: `meshwright.admission_control.${key}`,
  });
  return {
    name: 'meshwright.admission-control',
    type: 'admission_control.v3.AdmissionControl',
    config: {
      // HTTP below 500, and the gRPC statuses that fewer requests would not change
      success_criteria: {},
      sampling_window: protoDuration(plan.windowMs),
      aggression: runtime('aggression', plan.aggression),
      sr_threshold: runtime('success_percent', { value: plan.successPercent }),
      rps_threshold: runtime('min_requests_per_second', plan.minRequestsPerSecond),
      max_rejection_probability: runtime('max_rejection_percent', {
        value: plan.maxRejectionPercent,
      }),
    },
  };
}

function renderAdaptiveConcurrency(plan: AdaptiveConcurrencyPlan): HttpFilter {
  return {
    name: 'meshwright.adaptive-concurrency',
    type: 'adaptive_concurrency.v3.AdaptiveConcurrency',
    config: {
      // Envoy's own 503 would count as a failure of the replica, and eject it for being busy
      concurrency_limit_exceeded_status: { code: 'TooManyRequests' },
      gradient_controller_config: {
        sample_aggregate_percentile: { value: plan.percentile },
        concurrency_limit_params: {
          max_concurrency_limit: plan.maxConcurrency,
          concurrency_update_interval: protoDuration(plan.updateIntervalMs),
        },
        min_rtt_calc_params: {
          ...renderMinRtt(plan.minRtt),
          buffer: { value: plan.bufferPercent },
          min_concurrency: plan.minConcurrency,
        },
      },
    },
  };
}

function renderMinRtt(
  minRtt: AdaptiveConcurrencyPlan['minRtt'],
): Readonly<Record<string, unknown>> {
  if (minRtt.kind === 'fixed') return { fixed_value: protoDuration(minRtt.ms) };
  return {
    interval: protoDuration(minRtt.intervalMs),
    jitter: { value: minRtt.jitterPercent },
    request_count: minRtt.requests,
  };
}
