import type { EdgeModel, NodeModel } from '../model';
import { waitingSteps, waitingTime, type WaitingCall, type WaitingStep } from '../waiting';
import { orphanedBy } from './orphaned';
import { at, type Link, type Structure } from './structure';
import { longestPausesMs, meshTries, perTryMs, repeatsCutOff, retriesOf, slowTries } from './tries';

/** How long one call lasts at worst, and whether that is of use to the caller. */
export interface CallTime {
  readonly edge: EdgeModel;
  /** What the callee may take: its own time, and all that it waits for. */
  readonly calleeMs: number;
  /** The part of it that the callee waits for others. */
  readonly calleeWaitsMs: number;
  /** Until the caller's proxy answers, retries included; at most the deadline. */
  readonly worstMs: number;
  /** What `worstMs` is made of: `2 x 1000ms + 25ms, at most 1500ms`. */
  readonly derivation: string;
  /** How long the callee works on after its caller gave up, all tries of one request together. */
  readonly orphanedMs: number;
  /** What `orphanedMs` is made of: `5 x (1000ms - 525ms)`; empty where it is 0. */
  readonly orphanedBy: string;
  /** Tries that begin while every one runs into its own timeout. */
  readonly slowTries: number;
  /** Tries that are allowed, and never begin before the deadline when every one is slow. */
  readonly unreachableTries: number;
  /** Values that fit, where work is orphaned. */
  readonly fitting: FittingDeadlines | undefined;
}

/** Ways out of a deadline, or of a timeout of one try, that is too short. */
export interface FittingDeadlines {
  /** A deadline that the callee can keep; with room for every try where one has a timeout of its own. */
  readonly raiseToMs: number;
  /** A timeout of one try that the callee can keep; undefined where none cuts it off. */
  readonly raiseTryToMs: number | undefined;
  /** Or: how long all that the callee waits for may take together; undefined where its own time alone is too long. */
  readonly lowerCalleesToMs: number | undefined;
}

/** The worst cases of every service and call. */
export interface CallTimes {
  /** By node: own time and everything it waits for. */
  readonly serviceMs: readonly number[];
  /** In the order of the model's edges. */
  readonly calls: readonly CallTime[];
}

/**
 * The longest that each call can last, from the bottom up: a try ends with the callee's answer or its own timeout, a
 * call with its last try or its deadline. On a circle of calls only deadlines end the wait.
 */
export function callTimesOf(structure: Structure): CallTimes {
  const { isCyclic, nodes } = structure;
  const draft: Draft = {
    structure,
    serviceMs: nodes.map((_node, number) => (isCyclic[number] === true ? Infinity : 0)),
    times: new Map(),
  };
  for (const members of bottomUp(structure)) {
    const areCyclic = isCyclic[at(members, 0)] === true;
    let isChanged: boolean;
    // from no end downwards: with each round more waits are known to end, until all that a caller adds up is what it has
    do isChanged = settle(draft, members);
    while (areCyclic && isChanged);
  }
  return {
    serviceMs: draft.serviceMs,
    calls: structure.links.flatMap((link) => draft.times.get(link) ?? []),
  };
}

interface Draft {
  readonly structure: Structure;
  readonly serviceMs: number[];
  readonly times: Map<Link, CallTime>;
}

/** The nodes, callees first; those that call each other in a circle together. */
function bottomUp({ order, component }: Structure): readonly (readonly number[])[] {
  const groups = new Map<number, number[]>();
  for (const node of [...order].reverse()) {
    const group = groups.get(at(component, node));
    if (group === undefined) groups.set(at(component, node), [node]);
    else group.push(node);
  }
  return [...groups.values()];
}

/** Times the calls of `members` by what is known of their callees, and says whether a member takes another time then. */
function settle({ structure, serviceMs, times }: Draft, members: readonly number[]): boolean {
  let isChanged = false;
  for (const node of members) {
    const [peers, others] = [at(structure.peers, node), at(structure.onward, node)];
    for (const link of others) times.set(link, timeOf(link, at(serviceMs, link.to), structure));
    const lasting = (waited: readonly Link[]): number =>
      at(structure.nodes, node).ownTime.ms +
      waitingTime(waited.flatMap((link) => waitFor(times.get(link))));
    const peerMs = lasting(others);
    for (const link of peers) times.set(link, timeOf(link, peerMs, structure));
    const ms = lasting(at(structure.out, node));
    isChanged ||= ms !== serviceMs[node];
    serviceMs[node] = ms;
  }
  return isChanged;
}

/** What a node waits for besides its own time, from `times` on. */
export function stepsOf(
  { out }: Structure,
  times: CallTimes,
  node: number,
): readonly WaitingStep[] {
  const ids = new Set(at(out, node).map(({ edge }) => edge.id));
  return waitingSteps(times.calls.filter(({ edge }) => ids.has(edge.id)).flatMap(waitFor));
}

function waitFor(time: CallTime | undefined): WaitingCall[] {
  if (time === undefined || !time.edge.carriesRequests) return [];
  const { to, times, parallelGroup, clientRetries } = time.edge;
  return [{ target: to, ms: time.worstMs, times, parallelGroup, clientRetries }];
}

function timeOf({ edge, to }: Link, calleeMs: number, { nodes }: Structure): CallTime {
  const tries = worstTries(edge, calleeMs);
  const worstMs = Math.min(tries.ms, edge.deadline?.ms ?? Infinity);
  const slow = slowTries(edge);
  const retries = retriesOf(edge);
  const isCut = retries !== undefined && perTryMs(edge) !== undefined && repeatsCutOff(retries);
  const orphaned = orphanedBy(edge, calleeMs);
  return {
    edge,
    calleeMs,
    calleeWaitsMs: calleeMs - at(nodes, to).ownTime.ms,
    worstMs,
    derivation: tries.ms > worstMs ? `${tries.text}, at most ${worstMs}ms` : tries.text,
    orphanedMs: orphaned.ms,
    orphanedBy: orphaned.derivation,
    slowTries: slow,
    unreachableTries: isCut ? 1 + retries.attempts - slow : 0,
    fitting: orphaned.ms > 0 ? fittingFor(edge, calleeMs, at(nodes, to)) : undefined,
  };
}

function fittingFor(edge: EdgeModel, calleeMs: number, callee: NodeModel): FittingDeadlines {
  const retries = retriesOf(edge);
  const perTry = perTryMs(edge) ?? Infinity;
  const isTryCut = perTry < calleeMs && retries !== undefined;
  const left = Math.min(perTry, edge.deadline?.ms ?? Infinity) - callee.ownTime.ms;
  return {
    raiseToMs: isTryCut ? (1 + retries.attempts) * calleeMs + longestPausesMs(retries) : calleeMs,
    raiseTryToMs: isTryCut ? calleeMs : undefined,
    lowerCalleesToMs: left > 0 ? left : undefined,
  };
}

/**
 * The longest tries that the policy allows, one after the other, with the longest pauses between. The timeout of one
 * try begins with the connection, whose own timeout is another: Envoy's UpstreamRequest::onPoolReady.
 */
function worstTries(edge: EdgeModel, calleeMs: number): LongestTries {
  const { connectTimeoutMs, carriesRequests } = edge;
  const answered: LongestTries = !carriesRequests
    ? timed(connectTimeoutMs)
    : connected(connectTimeoutMs, Math.min(calleeMs, perTryMs(edge) ?? Infinity));
  const retries = retriesOf(edge);
  const isAnswerRepeated = meshTries(edge, 'response') > 1;
  const repeated = Math.max(meshTries(edge, 'connection'), meshTries(edge, 'response')) - 1;
  // the last try may end in any way: with an answer, or without a connection
  if (retries === undefined || repeated === 0) return answered;
  const failing = isAnswerRepeated ? answered : timed(connectTimeoutMs);
  const pauses = longestPausesMs(retries);
  const ms = repeated * failing.ms + answered.ms + pauses;
  const text = `${repeated} x ${failing.text} + ${answered.text} + ${pauses}ms of pauses = ${ms}ms`;
  return { ms, text };
}

interface LongestTries {
  readonly ms: number;
  readonly text: string;
}

function timed(ms: number): LongestTries {
  return { ms, text: `${ms}ms` };
}

function connected(connectMs: number, answerMs: number): LongestTries {
  if (connectMs === 0) return timed(answerMs);
  return { ms: connectMs + answerMs, text: `(${connectMs}ms to connect + ${answerMs}ms)` };
}
