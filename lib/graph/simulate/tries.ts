import { longestPauseMs, repeatsCutOff } from '../analysis/tries';
import type { RetriesModel } from '../model';
import type { HostState } from './failure';

/** One try of a simulated request. Times in milliseconds from the start of the request. */
export interface SimulatedTry {
  readonly number: number;
  /** From 1: the hosts are numbered with the worst first. */
  readonly host: number;
  readonly startMs: number;
  readonly endMs: number;
  readonly outcome: TryOutcome;
}

/** What became of a try: a status, or why there was none. */
export type TryOutcome = number | 'connection refused' | 'no connection' | 'cut off' | 'deadline';

/** The answer that the caller gets. */
export interface Answer {
  readonly status: number;
  readonly ms: number;
  readonly tries: readonly SimulatedTry[];
}

/** A call, the hosts that it may reach, and what one that is well answers. */
export interface TriedCall {
  readonly retries: RetriesModel | undefined;
  readonly deadlineMs: number;
  readonly connectTimeoutMs: number;
  /** The worst first: a request meets them in this order, as if all chance were against it. */
  readonly hosts: readonly HostState[];
  readonly answer: { readonly status: number; readonly ms: number };
}

const NO_HOST = 503;
const TIMED_OUT = 504;

/** Tries the call until it is answered, or must not be repeated, or the deadline is over; pauses are the longest. */
export function tryCall(call: TriedCall): Answer {
  const { hosts, retries, deadlineMs } = call;
  const tries: SimulatedTry[] = [];
  if (hosts.length === 0) return { status: NO_HOST, ms: 0, tries };
  let startMs = 0;
  for (let number = 1; ; number += 1) {
    // Istio's previous_hosts predicate: another host, as long as there is one
    const index = (number - 1) % hosts.length;
    const { ms, outcome } = tryHost(call, hosts[index] ?? { kind: 'well' });
    const isOver = startMs + ms >= deadlineMs;
    const endMs = isOver ? deadlineMs : startMs + ms;
    tries.push({ number, host: index + 1, startMs, endMs, outcome: isOver ? 'deadline' : outcome });
    if (isOver) return { status: TIMED_OUT, ms: deadlineMs, tries };
    const isLast = retries === undefined || number > retries.attempts;
    if (isLast || !isRepeated(outcome, retries))
      return { status: statusOf(outcome), ms: endMs, tries };
    startMs = endMs + longestPauseMs(retries.backoffMs, number);
    if (startMs >= deadlineMs) return { status: TIMED_OUT, ms: deadlineMs, tries };
  }
}

interface Tried {
  readonly ms: number;
  readonly outcome: TryOutcome;
}

function tryHost(
  { retries, deadlineMs, connectTimeoutMs, answer }: TriedCall,
  host: HostState,
): Tried {
  const own = retries?.perTryTimeoutMs;
  // Envoy ignores a timeout of one try that is no shorter than the deadline
  const perTryMs = own === undefined || own >= deadlineMs ? Infinity : own;
  const cut = (tried: Tried): Tried =>
    tried.ms > perTryMs ? { ms: perTryMs, outcome: 'cut off' } : tried;
  if (host.kind === 'refusing') return { ms: 0, outcome: 'connection refused' };
  if (host.kind === 'unreachable') return cut({ ms: connectTimeoutMs, outcome: 'no connection' });
  if (host.kind === 'failing') return { ms: 0, outcome: host.status };
  return cut({ ms: answer.ms, outcome: answer.status });
}

const CONNECTION = ['connect-failure', 'reset-before-request', 'reset', '5xx', 'gateway-error'];

/** Whether Envoy repeats a try with this outcome. */
export function isRepeated(outcome: TryOutcome, retries: RetriesModel): boolean {
  const { retryOn } = retries;
  if (outcome === 'cut off') return repeatsCutOff(retries);
  if (typeof outcome === 'string') return retryOn.some((each) => CONNECTION.includes(each));
  return retryOn.some((condition) => matchesStatus(condition, outcome));
}

function matchesStatus(condition: string, status: number): boolean {
  if (condition === '5xx') return status >= 500;
  if (condition === 'gateway-error') return status >= 502 && status <= 504;
  if (condition === 'retriable-4xx') return status === 409;
  // what 503 is to HTTP
  if (condition === 'unavailable') return status === 503;
  return condition === String(status);
}

function statusOf(outcome: TryOutcome): number {
  if (typeof outcome === 'number') return outcome;
  return outcome === 'cut off' || outcome === 'deadline' ? TIMED_OUT : NO_HOST;
}
