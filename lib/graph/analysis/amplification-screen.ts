import type { AmplifyingCall } from './amplification';
import { entriesOf, type Entry } from './entries';
import { at, isPeerCall, type Link, type Structure } from './structure';
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
  for (const entry of entriesOf(structure)) {
    for (const excess of beyondFrom(structure, entry, limit)) {
      const known = worst.get(excess.node);
      if (known === undefined || excess.factor > known.factor) worst.set(excess.node, excess);
    }
  }
  return [...worst.values()];
}

interface Load {
  readonly normal: Float64Array;
  readonly failing: Float64Array;
  /** The most that one path carries to each node, and its last link. */
  readonly most: Float64Array;
  readonly by: (Link | undefined)[];
}

function beyondFrom(structure: Structure, entry: Entry, limit: number): readonly Excess[] {
  const size = structure.nodes.length;
  const load: Load = {
    normal: new Float64Array(size),
    failing: new Float64Array(size),
    most: new Float64Array(size),
    by: new Array<undefined>(size).fill(undefined),
  };
  const isBeyond = new Uint8Array(size);
  if (entry.link === undefined) {
    load.normal[entry.node] = 1;
    load.failing[entry.node] = 1;
    load.most[entry.node] = 1;
  } else {
    carry(load, { normal: 1, failing: 1, most: 1 }, entry.link);
  }
  const found: Excess[] = [];
  for (const node of structure.order) {
    const { normal, failing, most } = withPeers(structure, load, node);
    // a circle of calls has no limit, and is reported as what it is
    if (normal === 0 || structure.isCyclic[node] === true) continue;
    const factor = failing / normal;
    if (factor > limit && isBeyond[node] === 0) {
      found.push({ node, entry: entry.name, factor, path: pathTo(load, node) });
    }
    for (const link of at(structure.out, node)) {
      if (isPeerCall(link)) continue;
      carry(load, { normal, failing, most }, link);
      if (factor > limit) isBeyond[link.to] = 1;
    }
  }
  return found;
}

interface Carried {
  readonly normal: number;
  readonly failing: number;
  readonly most: number;
}

/** What arrives at the node, and at its peers that it asks once more. */
function withPeers({ out }: Structure, load: Load, node: number): Carried {
  const peers = at(out, node).filter(isPeerCall);
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
