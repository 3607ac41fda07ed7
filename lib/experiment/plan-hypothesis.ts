import type { EdgePlan } from '../graph/edge';
import type { RetryPlan } from '../traffic/plan-retries';
import { istioDuration } from '../values/duration';
import type { GrpcStatus } from './fault';
import type { FaultPlan } from './plan';

/** What one call should see of a fault, if its policies hold. */
export interface Hypothesis {
  /** Who calls what: `shop/orders -> payments.quote`. */
  readonly edge: string;
  /** Tries of a request that can meet the fault. */
  readonly tries: number;
  /** Requests that fail, in percent of those that the experiment selects. */
  readonly failingPercent: number;
  /** What the failing ones end with: a status, or `timeout`. Undefined where none fails. */
  readonly failure: number | GrpcStatus | 'timeout' | undefined;
  /** By how much the others that meet the fault take longer, in milliseconds. */
  readonly addedMs: number;
  /** The same in words. */
  readonly text: string;
}

type Outcome = Omit<Hypothesis, 'edge'>;

/** What each call should see; a keyed operation without its key is a call of its own. */
export function planHypotheses(
  edges: readonly EdgePlan[],
  fault: FaultPlan,
): readonly Hypothesis[] {
  return edges.flatMap((edge) => {
    const { caller, target, operation, retriesWithoutKey } = edge;
    const called = operation === undefined ? target.name : `${target.name}.${operation}`;
    const name = `${caller.namespace}/${caller.name} -> ${called}`;
    const withKey = { edge: name, ...outcomeOf(edge, edge.retries, fault) };
    if (retriesWithoutKey === undefined) return [withKey];
    const withoutKey = outcomeOf(edge, retriesWithoutKey, fault);
    return [withKey, { edge: `${name} without its key`, ...withoutKey }];
  });
}

function outcomeOf(edge: EdgePlan, retries: RetryPlan | undefined, fault: FaultPlan): Outcome {
  return fault.kind === 'abort'
    ? outcomeOfAbort(retries, fault)
    : outcomeOfDelay(edge.deadline?.ms ?? Infinity, retries, fault);
}

function outcomeOfAbort(
  retries: RetryPlan | undefined,
  { status, percent }: Extract<FaultPlan, { kind: 'abort' }>,
): Outcome {
  const isRepeated = retries?.retryOn.some((condition) => coversStatus(condition, status)) ?? false;
  const tries = isRepeated ? 1 + (retries?.attempts ?? 0) : 1;
  const failingPercent = shareOfAll(percent, tries);
  const because =
    tries > 1 ? `${percent} % of each of ${tries} tries` : `${status} is not repeated`;
  return {
    tries,
    failingPercent,
    failure: status,
    addedMs: 0,
    text: `${failingPercent} % of the requests fail with ${status}: ${because}`,
  };
}

/** Whether Envoy repeats after this status. @see https://www.envoyproxy.io/docs/envoy/latest/configuration/http/http_filters/router_filter#x-envoy-retry-on */
function coversStatus(condition: string, status: number | GrpcStatus): boolean {
  if (typeof status === 'string') return condition === status.toLowerCase().replaceAll('_', '-');
  switch (condition) {
    case '5xx':
      return status >= 500;
    case 'gateway-error':
      return status >= 502 && status <= 504;
    case 'retriable-4xx':
      return status === 409;
    default:
      return condition === String(status);
  }
}

function outcomeOfDelay(
  deadlineMs: number,
  retries: RetryPlan | undefined,
  { delayMs, percent }: Extract<FaultPlan, { kind: 'delay' }>,
): Outcome {
  const perTryMs = retries?.perTryTimeoutMs;
  if (perTryMs !== undefined && delayMs >= perTryMs) {
    // the last try may be cut off by the deadline instead
    const tries = Math.min(1 + (retries?.attempts ?? 0), Math.ceil(deadlineMs / perTryMs));
    const cut = `each of ${tries} tries is cut off after ${istioDuration(perTryMs)}`;
    return timeout(shareOfAll(percent, tries), tries, `${cut}, ${percent} % of them`);
  }
  if (delayMs >= deadlineMs) {
    return timeout(percent, 1, `the deadline of ${istioDuration(deadlineMs)} is over first`);
  }
  return {
    tries: 1,
    failingPercent: 0,
    failure: undefined,
    addedMs: delayMs,
    text: `${percent} % of the requests take ${istioDuration(delayMs)} longer${leaving(deadlineMs - delayMs)}`,
  };
}

function leaving(restMs: number): string {
  return restMs === Infinity ? '' : `, which leaves ${istioDuration(restMs)} of their deadline`;
}

function timeout(failingPercent: number, tries: number, because: string): Outcome {
  return {
    tries,
    failingPercent,
    failure: 'timeout',
    addedMs: 0,
    text: `${failingPercent} % of the requests time out: ${because}`,
  };
}

/** The share of requests all of whose tries meet the fault, in percent with at most four decimals. */
function shareOfAll(percent: number, tries: number): number {
  return Math.round((percent / 100) ** tries * 1e6) / 1e4;
}
