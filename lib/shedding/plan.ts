import { EVERY_REQUEST, type RequestSelection } from '../envoy/request-selection';
import type { Report } from '../findings/finding';
import { callerText, principalAmong } from '../graph/caller-reference';
import type { EdgePlan } from '../graph/edge';
import type { TargetPlan } from '../graph/target';
import { describe } from '../values/describe';
import {
  refusesAnything,
  type AdaptiveConcurrencyDeclaration,
  type AdmissionControlDeclaration,
  type RateLimitDeclaration,
  type SheddingDeclaration,
} from './declare';

/** A bucket of requests. */
export interface RateLimitPlan {
  readonly prop: string;
  /** What is counted, as the proxy's statistics name it: `rate-limit.charge.shop.orders`. */
  readonly name: string;
  readonly operation: string | undefined;
  readonly selection: RequestSelection;
  readonly requests: number;
  readonly burst: number;
  readonly intervalMs: number;
}

/** When a share of the requests is refused. */
export interface AdmissionControlPlan {
  readonly successPercent: number;
  readonly windowMs: number;
  readonly minRequestsPerSecond: number;
  readonly maxRejectionPercent: number;
  /** How the refused share grows below the wanted success: 1 is evenly. */
  readonly aggression: number;
}

/** How many requests are worked on at a time. */
export interface AdaptiveConcurrencyPlan {
  readonly minRtt:
    | { readonly kind: 'fixed'; readonly ms: number }
    | {
        readonly kind: 'measured';
        readonly intervalMs: number;
        readonly jitterPercent: number;
        readonly requests: number;
      };
  /** What is added to the least latency, so that its ordinary changes do not count. */
  readonly bufferPercent: number;
  readonly maxConcurrency: number;
  readonly minConcurrency: number;
  readonly percentile: number;
  readonly updateIntervalMs: number;
}

/** What the proxies of one service refuse, on each of its HTTP ports. */
export interface SheddingPlan {
  readonly service: string;
  /** Ports of the pod. */
  readonly ports: readonly number[];
  /** From narrow to wide: what a narrow limit refuses costs the wider ones nothing. */
  readonly rateLimits: readonly RateLimitPlan[];
  readonly admissionControl: AdmissionControlPlan | undefined;
  readonly adaptiveConcurrency: AdaptiveConcurrencyPlan | undefined;
  readonly streamIdleTimeoutMs: number | undefined;
}

/** What planning load shedding needs to know. */
export interface SheddingQuestion {
  readonly declared: SheddingDeclaration;
  readonly target: TargetPlan;
  readonly into: readonly EdgePlan[];
}

// as many requests in a second as the number says, without a unit of its own to explain
const INTERVAL_MS = 1_000;
// Envoy's own numbers, written out; the requests per second are those of its documentation's example, so that one
// failure in a quiet hour refuses nothing
// @see https://www.envoyproxy.io/docs/envoy/latest/configuration/http/http_filters/admission_control_filter
const SUCCESS_PERCENT = 95;
const WINDOW_MS = 30_000;
const MAX_REJECTION_PERCENT = 80;
const MIN_REQUESTS_PER_SECOND = 5;
const AGGRESSION = 1;
// Envoy's own numbers, written out; the two intervals, which it has no defaults for, are those of its documentation's
// example
// @see https://www.envoyproxy.io/docs/envoy/latest/configuration/http/http_filters/adaptive_concurrency_filter
const MAX_CONCURRENCY = 1_000;
const MIN_CONCURRENCY = 3;
const PERCENTILE = 50;
const MEASUREMENT_INTERVAL_MS = 60_000;
const JITTER_PERCENT = 15;
const MEASURED_REQUESTS = 50;
const BUFFER_PERCENT = 25;
const UPDATE_INTERVAL_MS = 100;

/** What is refused, or undefined where nothing is. What names nothing is reported and left out. */
export function planShedding(
  { declared, target, into }: SheddingQuestion,
  report: Report,
): SheddingPlan | undefined {
  if (!refusesAnything(declared)) return undefined;
  const { rateLimits, admissionControl, adaptiveConcurrency, streamIdleTimeoutMs } = declared;
  const ports = target.ports.flatMap(({ family, targetPort }) =>
    family === 'http' ? [targetPort] : [],
  );
  const plan: SheddingPlan = {
    service: target.name,
    ports: [...new Set(ports)].sort((a, b) => a - b),
    rateLimits: rateLimits
      .flatMap((limit) => planRateLimit(limit, { target, into }, report))
      .sort((a, b) => breadth(a) - breadth(b) || (a.name < b.name ? -1 : Number(a.name > b.name))),
    admissionControl: admissionControl && planAdmissionControl(admissionControl),
    adaptiveConcurrency: adaptiveConcurrency && planAdaptiveConcurrency(adaptiveConcurrency),
    streamIdleTimeoutMs,
  };
  return ports.length > 0 && refusesAnything(plan) ? plan : undefined;
}

/** One operation is narrower than one caller, of which there are fewer; both together are narrowest. */
function breadth({ operation, selection }: RateLimitPlan): number {
  return (operation === undefined ? 2 : 0) + (selection.caller === undefined ? 1 : 0);
}

function planRateLimit(
  limit: RateLimitDeclaration,
  { target, into }: Pick<SheddingQuestion, 'target' | 'into'>,
  report: Report,
): RateLimitPlan[] {
  const operation = target.operations.find(({ name }) => name === limit.operation);
  if (limit.operation !== undefined && operation === undefined) {
    report('MW0706', {
      prop: `${limit.prop}.operation`,
      got: describe(limit.operation),
      args: { operations: target.operations.map(({ name }) => name).join(', ') || 'none' },
    });
    return [];
  }
  const caller = limit.caller && principalAmong(into, limit.caller);
  if (limit.caller !== undefined && caller === undefined) {
    report('MW0707', { prop: `${limit.prop}.caller`, got: callerText(limit.caller) });
    return [];
  }
  return [
    {
      prop: limit.prop,
      name: ['rate-limit', operation?.name, caller && accountOf(caller)].filter(Boolean).join('.'),
      operation: operation?.name,
      selection: { ...EVERY_REQUEST, request: operation?.request, caller },
      requests: limit.requests,
      burst: limit.burst ?? limit.requests,
      intervalMs: limit.intervalMs ?? INTERVAL_MS,
    },
  ];
}

/** `shop.orders` of `cluster.local/ns/shop/sa/orders`. */
function accountOf(principal: string): string {
  const [, , namespace, , serviceAccount] = principal.split('/');
  return [namespace, serviceAccount].join('.');
}

function planAdmissionControl(declared: AdmissionControlDeclaration): AdmissionControlPlan {
  return {
    successPercent: declared.successPercent ?? SUCCESS_PERCENT,
    windowMs: declared.windowMs ?? WINDOW_MS,
    minRequestsPerSecond: declared.minRequestsPerSecond ?? MIN_REQUESTS_PER_SECOND,
    maxRejectionPercent: declared.maxRejectionPercent ?? MAX_REJECTION_PERCENT,
    aggression: AGGRESSION,
  };
}

function planAdaptiveConcurrency(
  declared: AdaptiveConcurrencyDeclaration,
): AdaptiveConcurrencyPlan {
  const { minRttMs, maxConcurrency, minConcurrency } = declared;
  return {
    minRtt:
      minRttMs === undefined
        ? {
            kind: 'measured',
            intervalMs: declared.measurementIntervalMs ?? MEASUREMENT_INTERVAL_MS,
            jitterPercent: JITTER_PERCENT,
            requests: MEASURED_REQUESTS,
          }
        : { kind: 'fixed', ms: minRttMs },
    // a default gives way to the bound that was declared
    maxConcurrency: maxConcurrency ?? Math.max(MAX_CONCURRENCY, minConcurrency ?? 0),
    minConcurrency: minConcurrency ?? Math.min(MIN_CONCURRENCY, maxConcurrency ?? MIN_CONCURRENCY),
    bufferPercent: BUFFER_PERCENT,
    percentile: declared.percentile ?? PERCENTILE,
    updateIntervalMs: UPDATE_INTERVAL_MS,
  };
}
