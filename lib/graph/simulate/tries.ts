import { longestPauseMs, repeatsCutOff } from '../analysis/tries';
import type { RetriesModel } from '../model';
import type { Ejected, Rotation, TryOutcome } from './rotation';

/** One try of a simulated request. Times in milliseconds from the start of the request. */
export interface SimulatedTry {
  readonly number: number;
  /** The call that it belongs to: above 1 where the caller's client library has called again. */
  readonly call: number;
  /** From 1: the hosts are numbered with the worst first. */
  readonly host: number;
  readonly startMs: number;
  readonly endMs: number;
  readonly outcome: TryOutcome;
}

/** A host that is ejected, and the try that is one failure too many. */
export interface EjectingTry extends Ejected {
  readonly try: number;
  /** From the start of the request. */
  readonly atMs: number;
}

/** The answer that the caller gets. */
export interface Answer {
  /** Undefined where no requests are carried. */
  readonly status: number | undefined;
  readonly ms: number;
  readonly tries: readonly SimulatedTry[];
  readonly ejections: readonly EjectingTry[];
}

/** A call, and what a host that is well answers. */
export interface TriedCall {
  readonly carriesRequests: boolean;
  /** Undefined where no requests are carried. */
  readonly retries: RetriesModel | undefined;
  /** Repetitions by the caller's own client library. */
  readonly clientRetries: number;
  readonly deadlineMs: number;
  readonly connectTimeoutMs: number;
  readonly answer: { readonly status: number; readonly ms: number };
}

const NO_HOST = 503;
const TIMED_OUT = 504;

/** Whether the caller's client library, or the caller itself, takes the answer for a failure. */
export function hasFailed({ status, tries }: Pick<Answer, 'status' | 'tries'>): boolean {
  return status === undefined ? tries.at(-1)?.outcome !== 'connected' : status >= 500;
}

/** One call after the other, until one does not fail or the client library gives up; `sinceMs` is the time before. */
export function tryCall(call: TriedCall, rotation: Rotation, sinceMs = 0): Answer {
  const tries: SimulatedTry[] = [];
  const ejections: EjectingTry[] = [];
  let ms = 0;
  for (let number = 1; ; number += 1) {
    const run = { call, rotation, sinceMs, number, tries, ejections, startMs: ms };
    const { status, endMs } = tryThroughMesh(run);
    ms = endMs;
    const answer = { status, ms, tries, ejections };
    if (number > call.clientRetries || !hasFailed(answer)) return answer;
  }
}

interface Run {
  readonly call: TriedCall;
  readonly rotation: Rotation;
  readonly sinceMs: number;
  readonly number: number;
  readonly startMs: number;
  readonly tries: SimulatedTry[];
  readonly ejections: EjectingTry[];
}

interface Ended {
  readonly status: number | undefined;
  readonly endMs: number;
}

/** Tries until there is an answer that must not be repeated, or the deadline is over; pauses are the longest. */
function tryThroughMesh(run: Run): Ended {
  const { call, rotation, sinceMs, startMs: begunMs } = run;
  const { carriesRequests, retries, deadlineMs } = call;
  const withStatus = (status: number): number | undefined => (carriesRequests ? status : undefined);
  const latest = begunMs + deadlineMs;
  const tried = new Set<number>();
  let startMs = begunMs;
  for (let number = 1; ; number += 1) {
    const host = rotation.worst(sinceMs + startMs, tried);
    if (host === undefined) return { status: withStatus(NO_HOST), endMs: startMs };
    if (retries?.avoidsTriedHosts === true) tried.add(host);
    const outcome = tryHost(run, { host, startMs, latest });
    const { endMs } = run.tries.at(-1) ?? { endMs: startMs };
    const isRepeatable = retries !== undefined && number <= retries.attempts;
    if (!isRepeatable || outcome === 'deadline' || !isRepeated(outcome, retries)) {
      return { status: withStatus(statusOf(outcome)), endMs };
    }
    startMs = endMs + longestPauseMs(retries.backoffMs, number);
    if (startMs >= latest) return { status: TIMED_OUT, endMs: latest };
  }
}

interface Begun {
  readonly host: number;
  readonly startMs: number;
  readonly latest: number;
}

/** Tries one host, and writes down what became of it. */
function tryHost(run: Run, { host, startMs, latest }: Begun): TryOutcome {
  const { call, rotation, sinceMs, tries, ejections } = run;
  const tried = outcomeAt(call, rotation.stateOf(host));
  const isOver = startMs + tried.ms >= latest;
  const endMs = isOver ? latest : startMs + tried.ms;
  const outcome = isOver ? 'deadline' : tried.outcome;
  const number = tries.length + 1;
  tries.push({ number, call: run.number, host, startMs, endMs, outcome });
  const ejected = rotation.record(host, outcome, sinceMs + endMs);
  if (ejected !== undefined) ejections.push({ ...ejected, try: number, atMs: endMs });
  return outcome;
}

interface Tried {
  readonly ms: number;
  readonly outcome: TryOutcome;
}

/** Envoy's timeout of one try begins with the connection, whose own timeout is another. */
function outcomeAt(
  { carriesRequests, retries, deadlineMs, connectTimeoutMs, answer }: TriedCall,
  state: ReturnType<Rotation['stateOf']>,
): Tried {
  if (state === 'refusing') return { ms: 0, outcome: 'connection refused' };
  if (state === 'unreachable') return { ms: connectTimeoutMs, outcome: 'no connection' };
  if (!carriesRequests) return { ms: 0, outcome: 'connected' };
  const own = retries?.perTryTimeoutMs;
  // Envoy ignores a timeout of one try that is no shorter than the deadline
  const perTryMs = own === undefined || own >= deadlineMs ? Infinity : own;
  if (answer.ms > perTryMs) return { ms: perTryMs, outcome: 'cut off' };
  return { ms: answer.ms, outcome: answer.status };
}

const CONNECTION = ['connect-failure', 'reset-before-request', 'reset', '5xx', 'gateway-error'];

/** Whether Envoy repeats a try with this outcome. */
function isRepeated(outcome: TryOutcome, retries: RetriesModel): boolean {
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
