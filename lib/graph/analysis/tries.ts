import type { EdgeModel, RetriesModel } from '../model';
import { whole, type Ratio } from './count';

/** What fails: the connection before a request is sent, or the request, by its answer. */
export type FailureKind = 'connection' | 'response';

// what a proxy does that nobody told anything. @see pilot/pkg/networking/core/route/retry/retry.go of Istio 1.31
export const ISTIO_DEFAULT_RETRIES: RetriesModel = {
  attempts: 2,
  perTryTimeoutMs: undefined,
  retryOn: ['connect-failure', 'refused-stream'],
  backoffMs: 25,
  avoidsTriedHosts: true,
};

const ISTIO_DEFAULT_OF_GRPC: RetriesModel = {
  ...ISTIO_DEFAULT_RETRIES,
  retryOn: [...ISTIO_DEFAULT_RETRIES.retryOn, 'unavailable', 'cancelled'],
};

// Envoy: RetryStateImpl::wouldRetryFromReset
const CUT_OFF: readonly string[] = ['reset', '5xx', 'gateway-error'];
const CONNECTION: ReadonlySet<string> = new Set([
  ...CUT_OFF,
  'connect-failure',
  'refused-stream',
  'reset-before-request',
]);
// `reset-before-request` and the two above it answer nothing: what they repeat was never worked on
const UNANSWERED: ReadonlySet<string> = new Set([
  'connect-failure',
  'refused-stream',
  'reset-before-request',
]);

/** The policy in force: the call's own, or Istio's default where nobody set one. */
export function retriesOf(edge: EdgeModel): RetriesModel | undefined {
  if (!edge.carriesRequests) return undefined;
  return edge.retries ?? (edge.mayCarryGrpc ? ISTIO_DEFAULT_OF_GRPC : ISTIO_DEFAULT_RETRIES);
}

/** Tries of the mesh for one request that always fails in this way; 1 where it is not repeated. */
export function meshTries(edge: EdgeModel, kind: FailureKind): number {
  const retries = retriesOf(edge);
  if (retries === undefined) return 1;
  const isRepeated = retries.retryOn.some((condition) =>
    kind === 'connection' ? CONNECTION.has(condition) : !UNANSWERED.has(condition),
  );
  return isRepeated ? 1 + retries.attempts : 1;
}

/**
 * Tries of the mesh for one request that always fails while its retry budget is exhausted. The budget is a share of all
 * that is in flight, the retries among them: of 100 requests with 20 % of retries 80 are first tries, 1.25 for each.
 */
export function budgetedTries(edge: EdgeModel): Ratio {
  const tries = meshTries(edge, 'response');
  const first = 100 - Math.min(100, edge.retryBudget?.percent ?? 100);
  const isBounded = tries * first > 100;
  return isBounded ? { numerator: 100n, denominator: BigInt(first) } : whole(tries);
}

/** Tries for one call of the caller's code: a client library that repeats starts the mesh's tries again. */
export function triesOf(edge: EdgeModel, kind: FailureKind): number {
  return (1 + edge.clientRetries) * meshTries(edge, kind);
}

/** Whether a try that its own timeout cut off is repeated. */
export function repeatsCutOff({ retryOn }: Pick<RetriesModel, 'retryOn'>): boolean {
  return retryOn.some((condition) => CUT_OFF.includes(condition));
}

/** The timeout of one try in force: Envoy ignores one that is not shorter than the deadline. */
export function perTryMs(edge: EdgeModel): number | undefined {
  const own = retriesOf(edge)?.perTryTimeoutMs;
  const isIgnored = own !== undefined && edge.deadline !== undefined && own >= edge.deadline.ms;
  return isIgnored ? undefined : own;
}

/** Tries that begin before the deadline while every one runs into its own timeout, with the shortest pauses. */
export function slowTries(edge: EdgeModel): number {
  const retries = retriesOf(edge);
  const perTry = perTryMs(edge);
  if (retries === undefined || perTry === undefined || !repeatsCutOff(retries)) return 1;
  const fitting = edge.deadline === undefined ? Infinity : Math.ceil(edge.deadline.ms / perTry);
  return Math.min(1 + retries.attempts, fitting);
}

const MAX_BACKOFFS = 10;

/**
 * The longest pause before a retry: Envoy draws from 0 to the base before the first, and doubles that for each further
 * one, up to ten times the base. Its documentation still has the longer ones of an older calculation.
 *
 * @see https://github.com/envoyproxy/envoy/blob/main/source/common/common/backoff_strategy.cc
 */
export function longestPauseMs(backoffMs: number, retry: number): number {
  return Math.min(2 ** (retry - 1), MAX_BACKOFFS) * backoffMs;
}

/** The longest that the pauses of `attempts` retries take together. */
export function longestPausesMs({ backoffMs, attempts }: RetriesModel): number {
  let sum = 0;
  for (let retry = 1; retry <= attempts; retry += 1) sum += longestPauseMs(backoffMs, retry);
  return sum;
}
