import type { DeadlinePlan } from '../graph/edge';
import type { Repeatability } from '../graph/operation';
import type { RetriesDeclaration } from './declare-retries';
import { UNREACHED_CONDITIONS, type RetryCondition } from './retries';

/** How a route repeats requests. */
export interface RetryPlan {
  /** Repetitions after the first try; 0 switches retries off. */
  readonly attempts: number;
  /** Undefined where a try that is cut off could not be repeated, or where the deadline is one try's own. */
  readonly perTryTimeoutMs: number | undefined;
  readonly retryOn: readonly string[];
  readonly backoffMs: number;
  /** Whether a retry keeps away from pods that have failed. */
  readonly retryIgnorePreviousHosts: boolean;
  /** Whether a retry may leave a place that has healthy pods. */
  readonly retryRemoteLocalities: boolean;
}

// Envoy's own base interval, written out; the first retry waits up to it, each further one up to twice as long, at most
// ten times it, whatever the documentation says of (2^k - 1) times
// @see https://github.com/envoyproxy/envoy/blob/main/source/common/common/backoff_strategy.cc
// @see https://www.envoyproxy.io/docs/envoy/latest/configuration/http/http_filters/router_filter#x-envoy-max-retries
const BACKOFF_MS = 25;
const MAX_BACKOFFS = 10;

// what cannot have reached the server costs it nothing, so it may be tried twice, as Istio's own default
const UNREACHED_ATTEMPTS = 2;
// each layer of response retries multiplies the load on a failing server: one is the least that helps
// @see https://sre.google/sre-book/addressing-cascading-failures/
const RESPONSE_ATTEMPTS = 1;
const RESPONSE_CONDITIONS: readonly (RetryCondition | number)[] = ['reset', 503];

/** Failures that a try which was cut off by its own timeout counts as. Envoy: RetryStateImpl::wouldRetryFromReset. */
const CUT_OFF_CONDITIONS: readonly string[] = ['reset', '5xx', 'gateway-error'];

/** A plan that never repeats. */
export const NO_RETRIES: RetryPlan = {
  attempts: 0,
  perTryTimeoutMs: undefined,
  retryOn: [],
  backoffMs: BACKOFF_MS,
  retryIgnorePreviousHosts: true,
  retryRemoteLocalities: false,
};

/** What decides an edge's retries. */
export interface RetryQuestion {
  readonly declared: RetriesDeclaration | undefined;
  readonly repeatability: Repeatability;
  readonly deadline: Pick<DeadlinePlan, 'ms' | 'origin'>;
  readonly isGrpc: boolean;
}

/** The retries of one route: what was declared, as far as the operation can stand it. */
export function planRetries(question: RetryQuestion): RetryPlan {
  const { declared, repeatability } = question;
  const mayHaveReached =
    repeatability !== 'unsafe' && declared?.kind !== 'unreached' && hasRoom(question);
  const attempts = declared?.attempts ?? (mayHaveReached ? RESPONSE_ATTEMPTS : UNREACHED_ATTEMPTS);
  if (attempts === 0) return NO_RETRIES;
  const conditions = mayHaveReached ? responseConditions(question) : [];
  const retryOn = [...new Set([...UNREACHED_CONDITIONS, ...conditions.map(String)])].sort();
  return {
    attempts,
    perTryTimeoutMs: cutsOff(retryOn) ? perTryTimeout(question, attempts) : undefined,
    retryOn,
    backoffMs: backoffOf(question),
    retryIgnorePreviousHosts: declared?.retryIgnorePreviousHosts ?? true,
    retryRemoteLocalities: declared?.retryRemoteLocalities ?? false,
  };
}

function backoffOf({ declared }: RetryQuestion): number {
  return declared?.backoffMs ?? BACKOFF_MS;
}

/** Nobody asked for retries that a short deadline has no time for. */
function hasRoom(question: RetryQuestion): boolean {
  const { declared, deadline } = question;
  return (
    declared !== undefined ||
    deadline.origin !== 'declared' ||
    shareOf(question, RESPONSE_ATTEMPTS) >= 1
  );
}

/** Milliseconds for each try, when the longest pauses between them are taken off. */
function shareOf(question: RetryQuestion, attempts: number): number {
  const pauses = longestBackoffsMs(attempts, backoffOf(question));
  return Math.floor((question.deadline.ms - pauses) / (attempts + 1));
}

/** Whether a try that its own timeout cut off would be repeated. */
export function cutsOff(retryOn: readonly string[]): boolean {
  return retryOn.some((condition) => CUT_OFF_CONDITIONS.includes(condition));
}

/** The longest that the pauses before `attempts` retries take together. */
export function longestBackoffsMs(attempts: number, backoffMs: number): number {
  let sum = 0;
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    sum += Math.min(2 ** (attempt - 1), MAX_BACKOFFS) * backoffMs;
  }
  return sum;
}

function responseConditions({
  declared,
  isGrpc,
}: RetryQuestion): readonly (RetryCondition | number)[] {
  return (
    declared?.conditions ?? [...RESPONSE_CONDITIONS, ...(isGrpc ? (['unavailable'] as const) : [])]
  );
}

/**
 * The share of one try. A derived deadline is what one try needs, so there it is not shared: a retry follows only a
 * failure that came early.
 */
function perTryTimeout(question: RetryQuestion, attempts: number): number | undefined {
  const { declared, deadline } = question;
  if (declared?.perTryTimeoutMs !== undefined) return declared.perTryTimeoutMs;
  if (deadline.origin !== 'declared') return undefined;
  const share = shareOf(question, attempts);
  return share >= 1 ? share : undefined;
}
