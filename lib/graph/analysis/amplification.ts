import type { EdgeModel } from '../model';
import { arrivalsAt, dominatingPath, type Arrivals, type Weigh } from './arrivals';
import { add, exceeds, scale, UNIT, unitsToNumber, whole, type Count } from './count';
import { cycleThrough } from './cycles';
import { entriesOf, type Entry } from './entries';
import { at, isPeerCall, numberOf, type Link, type Structure } from './structure';
import { budgetedTries, triesOf } from './tries';

/**
 * Requests that arrive at a service for one request at an entry, at worst.
 *
 * Each figure is attained: with `responseFailures` when every service on the way answers well to the last try of each
 * call alone; with `connectionFailures` when the service itself accepts no connection but the last of each call, and
 * those before it behave as before.
 */
export interface Amplification {
  readonly service: string;
  /** The entry from which most requests arrive. */
  readonly entry: string;
  /** Without failures. */
  readonly normal: Count;
  readonly connectionFailures: Count;
  readonly responseFailures: Count;
  /**
   * Response failures while retry budgets are exhausted: what a lasting overload comes to where every try takes as long
   * as any other. At most 1e100.
   */
  readonly withBudgets: number;
  /** The calls that carry most of the requests under response failures, from the entry to the service. */
  readonly path: readonly AmplifyingCall[];
  /** The ids along a circle that requests can take without end. */
  readonly cycle: readonly string[] | undefined;
}

/** One call of a path, and what it multiplies by. */
export interface AmplifyingCall {
  readonly edge: EdgeModel;
  readonly times: number;
  /** Not whole where a retry budget bounds it. */
  readonly tries: number;
}

const NORMAL: Weigh = ({ edge }) => whole(edge.times);
const RESPONSE: Weigh = ({ edge }) => whole(edge.times * triesOf(edge, 'response'));
const CONNECTION: Weigh = ({ edge }) => whole(edge.times * triesOf(edge, 'connection'));
const BUDGETED: Weigh = ({ edge }) => {
  const { numerator, denominator } = budgetedTries(edge);
  return { numerator: numerator * BigInt(edge.times * (1 + edge.clientRetries)), denominator };
};

/** The amplification at the node called `id`, from the entry that amplifies most; undefined where nothing reaches it. */
export function amplificationAt(structure: Structure, id: string): Amplification | undefined {
  const target = numberOf(structure, id);
  const passes = {
    normal: arrivalsAt(structure, target, { weigh: NORMAL }),
    response: arrivalsAt(structure, target, { weigh: RESPONSE }),
    budgeted: arrivalsAt(structure, target, { weigh: BUDGETED, unit: UNIT }),
  };
  const entry = worstEntry(structure, passes.response);
  if (entry === undefined) return undefined;
  const budgeted = fromEntry(passes.budgeted, entry, BUDGETED);
  const path = pathFrom(passes.response, entry);
  return {
    service: id,
    entry: entry.name,
    normal: fromEntry(passes.normal, entry, NORMAL),
    connectionFailures: triesWithoutConnection(structure, target, entry),
    responseFailures: fromEntry(passes.response, entry, RESPONSE),
    withBudgets: unitsToNumber(budgeted),
    path: path.map(amplifyingCall),
    cycle: cycleOn(structure, path, target),
  };
}

/** What its callers try, and its peers on behalf of what does arrive: of each call the last try. */
function triesWithoutConnection(structure: Structure, target: number, entry: Entry): Count {
  const fromOthers = (tries: Weigh): Count => {
    const weigh: Weigh = (link) => {
      if (link.to !== target) return RESPONSE(link);
      return isPeerCall(link) ? whole(0) : tries(link);
    };
    return fromEntry(arrivalsAt(structure, target, { weigh }), entry, weigh);
  };
  const peers = at(structure.peers, target);
  const tried = fromOthers(CONNECTION);
  if (peers.length === 0) return tried;
  const arriving = fromOthers(NORMAL);
  return peers.reduce((sum, link) => add(sum, scale(arriving, CONNECTION(link))), tried);
}

/** What a link multiplies by under response failures. */
function amplifyingCall({ edge }: Link): AmplifyingCall {
  return { edge, times: edge.times, tries: triesOf(edge, 'response') };
}

function worstEntry(structure: Structure, arrivals: Arrivals): Entry | undefined {
  let worst: { readonly entry: Entry; readonly count: Count } | undefined;
  for (const entry of entriesOf(structure)) {
    const count = fromEntry(arrivals, entry, RESPONSE);
    const isWorse = worst === undefined || exceeds(count, worst.count);
    if (count !== 0n && isWorse) worst = { entry, count };
  }
  return worst?.entry;
}

/** A gateway's request takes one of its routes; a unit of work makes all the calls of its service. */
function fromEntry({ counts }: Arrivals, { node, link }: Entry, weigh: Weigh): Count {
  if (link === undefined) return at(counts, node);
  const further = at(counts, link.to);
  return further === 0n ? 0n : scale(further, weigh(link));
}

function pathFrom(arrivals: Arrivals, { node, link }: Entry): readonly Link[] {
  if (link === undefined) return dominatingPath(arrivals, node);
  return [link, ...dominatingPath(arrivals, link.to)];
}

function cycleOn(
  structure: Structure,
  path: readonly Link[],
  target: number,
): readonly string[] | undefined {
  const nodes = [...path.map(({ from }) => from), target];
  const start = nodes.find((node) => structure.isCyclic[node] === true);
  if (start === undefined) return undefined;
  const circle = cycleThrough(structure, start).map(({ edge }) => edge.to);
  return [at(structure.nodes, start).id, ...circle];
}
