import type { AmplifyingCall } from './amplification';
import { entriesOf, type Entry } from './entries';
import { reachableFrom } from './reach';
import { at, type Link, type Structure } from './structure';
import { budgetedTries } from './tries';

/** A service whose load failures multiply beyond a limit, while they do not for those that call it. */
export interface Excess {
  readonly node: number;
  readonly entry: string;
  /** Load under failures, as a multiple of the load without. */
  readonly factor: number;
  /** The calls that carry most of it, from the entry to the service, with retry budgets counted. */
  readonly path: readonly AmplifyingCall[];
}

/**
 * The services at which the load under response failures first exceeds `limit` times the load without, from the entry
 * where it is worst. Where a retry budget bounds a call, its bound counts.
 *
 * Numbers suffice: callers are within the limit, so what they add up to is far below 2^53.
 */
export function amplificationBeyond(structure: Structure, limit: number): readonly Excess[] {
  const worst = new Map<number, Excess>();
  const entries = entriesOf(structure);
  const screen: Screen = {
    structure,
    limit,
    isSuspect: suspects(structure, entries, limit),
    load: noLoad(structure.nodes.length),
    position: positionsIn(structure.order),
  };
  for (const entry of entries) {
    if (screen.isSuspect[startOf(entry)] !== 1) continue;
    for (const excess of beyondFrom(screen, entry)) {
      const known = worst.get(excess.node);
      if (known === undefined || excess.factor > known.factor) worst.set(excess.node, excess);
    }
  }
  return [...worst.values()];
}

interface Screen {
  readonly structure: Structure;
  readonly limit: number;
  /** See {@link suspects}. */
  readonly isSuspect: Uint8Array;
  /** One for all entries, empty before and after each. */
  readonly load: Load;
  /** Of each node in the order of the structure. */
  readonly position: Int32Array;
}

function positionsIn(order: readonly number[]): Int32Array {
  const position = new Int32Array(order.length);
  order.forEach((node, index) => (position[node] = index));
  return position;
}

function startOf({ node, link }: Entry): number {
  return link?.to ?? node;
}

/**
 * 1 for each node that the limit may be exceeded at, and for each that leads to one: no load is a larger multiple than
 * that by the worst path alone. In a system within its limit that is none, and one look at each call has told so.
 */
function suspects(structure: Structure, entries: readonly Entry[], limit: number): Uint8Array {
  const { nodes, order, onward, peers } = structure;
  const worst = new Float64Array(nodes.length);
  for (const entry of entries) {
    const factor = entry.link === undefined ? 1 : boundedTries(entry.link);
    const start = startOf(entry);
    worst[start] = Math.max(at(worst, start), factor);
  }
  for (const node of order) {
    if (structure.isCyclic[node] === true) continue;
    // of one request and those to peers some are tried more often than others
    worst[node] = at(worst, node) * Math.max(1, ...at(peers, node).map(boundedTries));
    for (const link of at(onward, node)) {
      worst[link.to] = Math.max(at(worst, link.to), at(worst, node) * boundedTries(link));
    }
  }
  const isSuspect = new Uint8Array(nodes.length);
  for (const node of [...order].reverse()) {
    const leadsToOne = at(onward, node).some(({ to }) => isSuspect[to] === 1);
    isSuspect[node] = at(worst, node) > limit || leadsToOne ? 1 : 0;
  }
  return isSuspect;
}

interface Load {
  readonly normal: Float64Array;
  readonly failing: Float64Array;
  /** The most that one path carries to each node, and its last link. */
  readonly most: Float64Array;
  readonly by: (Link | undefined)[];
  /** Whether a node that calls it is beyond the limit already. */
  readonly isBehind: Uint8Array;
}

function noLoad(size: number): Load {
  return {
    normal: new Float64Array(size),
    failing: new Float64Array(size),
    most: new Float64Array(size),
    by: new Array<undefined>(size).fill(undefined),
    isBehind: new Uint8Array(size),
  };
}

function clear(load: Load, node: number): void {
  load.normal[node] = 0;
  load.failing[node] = 0;
  load.most[node] = 0;
  load.by[node] = undefined;
  load.isBehind[node] = 0;
}

function beyondFrom(screen: Screen, entry: Entry): readonly Excess[] {
  const { structure, limit, load } = screen;
  if (entry.link === undefined) {
    load.normal[entry.node] = 1;
    load.failing[entry.node] = 1;
    load.most[entry.node] = 1;
  } else {
    carry(load, { normal: 1, failing: 1, most: 1 }, entry.link);
  }
  const found: Excess[] = [];
  const reached = reachedFrom(screen, startOf(entry));
  for (const node of reached) {
    const { normal, failing, most } = withPeers(structure, load, node);
    // a circle of calls has no limit, and is reported as what it is
    if (normal === 0 || structure.isCyclic[node] === true) continue;
    const factor = failing / normal;
    if (factor > limit && load.isBehind[node] === 0) {
      found.push({ node, entry: entry.name, factor, path: pathTo(load, node) });
    }
    for (const link of at(structure.onward, node)) {
      carry(load, { normal, failing, most }, link);
      if (factor > limit) load.isBehind[link.to] = 1;
    }
  }
  for (const node of reached) clear(load, node);
  return found;
}

/** The node and all that its requests lead to, callers first. A walk over everything for each entry would be quadratic. */
function reachedFrom({ structure, position }: Screen, start: number): readonly number[] {
  return [...reachableFrom(structure, [start])].sort((a, b) => at(position, a) - at(position, b));
}

interface Carried {
  readonly normal: number;
  readonly failing: number;
  readonly most: number;
}

/** What arrives at the node, and at its peers that it asks once more. */
function withPeers(structure: Structure, load: Load, node: number): Carried {
  const peers = at(structure.peers, node);
  const times = peers.reduce((sum, { edge }) => sum + edge.times, 1);
  const requests = peers.reduce((sum, link) => sum + link.edge.times * boundedTries(link), 1);
  return {
    normal: at(load.normal, node) * times,
    failing: at(load.failing, node) * requests,
    most: at(load.most, node) * requests,
  };
}

function carry(load: Load, from: Carried, link: Link): void {
  const { edge, to } = link;
  const requests = edge.times * boundedTries(link);
  load.normal[to] = at(load.normal, to) + from.normal * edge.times;
  load.failing[to] = at(load.failing, to) + from.failing * requests;
  if (from.most * requests <= at(load.most, to)) return;
  load.most[to] = from.most * requests;
  load.by[to] = link;
}

function pathTo({ by }: Load, node: number): readonly AmplifyingCall[] {
  const path: AmplifyingCall[] = [];
  for (let link = by[node]; link !== undefined; link = by[link.from]) {
    path.push({ edge: link.edge, times: link.edge.times, tries: boundedTries(link) });
  }
  return path.reverse();
}

function boundedTries({ edge }: Link): number {
  const { numerator, denominator } = budgetedTries(edge);
  return ((1 + edge.clientRetries) * Number(numerator)) / Number(denominator);
}
