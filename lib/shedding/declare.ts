import type { Duration } from 'cdk8s';
import type { Report } from '../findings/finding';
import { declareCallerReference, type CallerReferenceDeclaration } from '../graph/caller-reference';
import { describe } from '../values/describe';
import { readDuration } from '../values/duration';
import {
  count,
  countOrZero,
  instance,
  percent,
  read,
  readList,
  readRequired,
  text,
} from '../values/read';
import { AdaptiveConcurrency } from './adaptive-concurrency';
import { AdmissionControl } from './admission-control';
import { RateLimit } from './rate-limit';

/** What a service does about more requests than it can serve. Nothing of it has a meaning without an HTTP port. */
export interface SheddingProps {
  /**
   * Most requests that each replica takes, of all together, of one operation or from one caller. What is beyond is
   * answered with 429, which callers do not repeat.
   *
   * @default - no limit
   */
  readonly rateLimits?: readonly RateLimit[];

  /**
   * Refuses a share of the requests while others fail.
   *
   * @default - nothing is refused
   */
  readonly admissionControl?: AdmissionControl;

  /**
   * Limits the requests that each replica works on at a time by how fast it answers.
   *
   * @default - no limit but that of the {@link Pool}
   */
  readonly adaptiveConcurrency?: AdaptiveConcurrency;

  /**
   * Time for which a request may pass nothing in either direction, also while its answer is worked on; at least 1 ms.
   * After it the request ends with 504, or the stream is reset. A call's `timeout` ends what is late as a whole.
   *
   * @default - none, as Istio
   */
  readonly streamIdleTimeout?: Duration;
}

/** A rate limit as declared. */
export interface RateLimitDeclaration {
  readonly prop: string;
  readonly requests: number;
  readonly burst: number | undefined;
  readonly intervalMs: number | undefined;
  readonly operation: string | undefined;
  readonly caller: CallerReferenceDeclaration | undefined;
}

/** Admission control as declared. */
export interface AdmissionControlDeclaration {
  readonly successPercent: number | undefined;
  readonly windowMs: number | undefined;
  readonly minRequestsPerSecond: number | undefined;
  readonly maxRejectionPercent: number | undefined;
}

/** Adaptive concurrency as declared. */
export interface AdaptiveConcurrencyDeclaration {
  /** Undefined where it is measured. */
  readonly minRttMs: number | undefined;
  readonly measurementIntervalMs: number | undefined;
  readonly maxConcurrency: number | undefined;
  readonly minConcurrency: number | undefined;
  readonly percentile: number | undefined;
}

/** Load shedding as declared; invalid values are reported and left out. */
export interface SheddingDeclaration {
  readonly rateLimits: readonly RateLimitDeclaration[];
  readonly admissionControl: AdmissionControlDeclaration | undefined;
  readonly adaptiveConcurrency: AdaptiveConcurrencyDeclaration | undefined;
  readonly streamIdleTimeoutMs: number | undefined;
}

/** What `props` say about load shedding. */
export function declareShedding(props: SheddingProps, report: Report): SheddingDeclaration {
  return {
    rateLimits: readList(report, 'rateLimits', props.rateLimits).flatMap((limit, index) =>
      declareRateLimit(report, `rateLimits[${index}]`, limit),
    ),
    admissionControl: declareAdmissionControl(report, props.admissionControl),
    adaptiveConcurrency: declareAdaptiveConcurrency(report, props.adaptiveConcurrency),
    streamIdleTimeoutMs: readDuration(report, 'streamIdleTimeout', props.streamIdleTimeout),
  };
}

/** Whether anything is refused, as declared or as planned. */
export function refusesAnything(
  shedding: Readonly<Record<Exclude<keyof SheddingDeclaration, 'rateLimits'>, unknown>> &
    Readonly<Record<'rateLimits', readonly unknown[]>>,
): boolean {
  const { rateLimits, admissionControl, adaptiveConcurrency, streamIdleTimeoutMs } = shedding;
  return (
    rateLimits.length > 0 ||
    [admissionControl, adaptiveConcurrency, streamIdleTimeoutMs].some((part) => part !== undefined)
  );
}

// Envoy refuses a shorter one: api/envoy/extensions/filters/http/local_ratelimit/v3/local_rate_limit.proto, token_bucket
const SHORTEST_INTERVAL_MS = 50;

function declareRateLimit(report: Report, prop: string, given: RateLimit): RateLimitDeclaration[] {
  const limit = readRequired(report, instance<RateLimit>(RateLimit), [prop, given]);
  if (limit === undefined) return [];
  const { options } = limit;
  const requests = readRequired(report, count, [prop, limit.requests]);
  const burst = read(report, count, [`${prop}.burst`, options.burst]);
  const intervalMs = readDuration(report, `${prop}.interval`, options.interval);
  const operation = read(report, text, [`${prop}.operation`, options.operation]);
  const caller = declareCallerReference(report, `${prop}.caller`, options.caller);
  if (requests === undefined) return [];
  if (burst !== undefined && burst < requests) {
    report('MW0702', { prop: `${prop}.burst`, got: `${burst}`, args: { requests } });
  }
  if (intervalMs !== undefined && intervalMs < SHORTEST_INTERVAL_MS) {
    report('MW0703', { prop: `${prop}.interval`, got: `${intervalMs}ms` });
  }
  // a caller or an operation that was reported must not turn a narrow limit into one for all
  const isNarrowed = options.operation === operation && (options.caller === undefined || caller);
  return isNarrowed ? [{ prop, requests, burst, intervalMs, operation, caller }] : [];
}

function declareAdmissionControl(
  report: Report,
  given: AdmissionControl | undefined,
): AdmissionControlDeclaration | undefined {
  const control = read(report, instance(AdmissionControl), ['admissionControl', given]);
  if (control === undefined) return undefined;
  const { options } = control;
  const windowMs = readDuration(report, 'admissionControl.window', options.window);
  if (windowMs !== undefined && windowMs < 1_000) {
    report('MW0704', { prop: 'admissionControl.window', got: `${windowMs}ms` });
  }
  const percentage = (name: 'successPercent' | 'maxRejectionPercent'): number | undefined =>
    read(report, percent, [`admissionControl.${name}`, options[name]]);
  return {
    successPercent: percentage('successPercent'),
    windowMs,
    minRequestsPerSecond: read(report, countOrZero, [
      'admissionControl.minRequestsPerSecond',
      options.minRequestsPerSecond,
    ]),
    maxRejectionPercent: percentage('maxRejectionPercent'),
  };
}

function declareAdaptiveConcurrency(
  report: Report,
  given: AdaptiveConcurrency | undefined,
): AdaptiveConcurrencyDeclaration | undefined {
  const prop = 'adaptiveConcurrency';
  const concurrency = read(report, instance(AdaptiveConcurrency), [prop, given]);
  if (concurrency === undefined) return undefined;
  const { kind, minRtt, options } = concurrency;
  // plain JavaScript may leave it out, which is no wish to measure
  if (kind === 'fixed' && minRtt === undefined) {
    report('MW0003', { prop: `${prop}.minRtt`, got: describe(minRtt) });
  }
  const declared = {
    minRttMs: readDuration(report, `${prop}.minRtt`, minRtt),
    measurementIntervalMs: readDuration(report, `${prop}.interval`, options.interval),
    maxConcurrency: read(report, count, [`${prop}.maxConcurrency`, options.maxConcurrency]),
    minConcurrency: read(report, count, [`${prop}.minConcurrency`, options.minConcurrency]),
    percentile: read(report, percent, [`${prop}.percentile`, options.percentile]),
  };
  const { maxConcurrency, minConcurrency } = declared;
  if (
    maxConcurrency !== undefined &&
    minConcurrency !== undefined &&
    minConcurrency > maxConcurrency
  ) {
    report('MW0705', {
      prop: `${prop}.minConcurrency`,
      got: `${minConcurrency}`,
      args: { maxConcurrency },
    });
  }
  return declared;
}
