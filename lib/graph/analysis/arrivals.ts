import { add, exceeds, scale, type Count, type Ratio } from './count';
import { at, type Link, type Structure } from './structure';

/** How often one request over a link is made: a retry budget allows a fraction of a request more. */
export type Weigh = (link: Link) => Ratio;

/** Requests that arrive at one node for each request at any other. */
export interface Arrivals {
  readonly target: number;
  /** By node; 0 where it does not reach the target. */
  readonly counts: readonly Count[];
  /** The first link of the path that carries most of them, by node. */
  readonly dominating: readonly (Link | undefined)[];
}

/**
 * Requests that arrive at `target`, times `unit`, for each request at any node: the sum over all paths of the product
 * of their weights. One pass over the edges, however many paths there are.
 */
export function arrivalsAt(
  structure: Structure,
  target: number,
  { weigh, unit = 1n }: { readonly weigh: Weigh; readonly unit?: bigint },
): Arrivals {
  const counts: Count[] = new Array<Count>(structure.nodes.length).fill(0n);
  const best: Count[] = [...counts];
  const dominating: (Link | undefined)[] = new Array<undefined>(counts.length).fill(undefined);
  const { order, isCyclic, onward, peers } = structure;
  // peers of the node that are asked once more do what it does
  const withPeers = (count: Count, node: number): Count =>
    at(peers, node).reduce((sum, link) => add(sum, scale(count, weigh(link))), count);
  counts[target] = isCyclic[target] === true ? 'unbounded' : withPeers(unit, target);
  best[target] = counts[target];
  for (let position = order.length - 1; position >= 0; position -= 1) {
    const node = at(order, position);
    if (node === target) continue;
    let sum: Count = 0n;
    for (const link of at(onward, node)) {
      const further = at(counts, link.to);
      if (further === 0n) continue;
      sum = add(sum, scale(further, weigh(link)));
      const along = scale(at(best, link.to), weigh(link));
      if (dominating[node] !== undefined && !exceeds(along, at(best, node))) continue;
      best[node] = along;
      dominating[node] = link;
    }
    counts[node] = sum === 0n || isCyclic[node] !== true ? withPeers(sum, node) : 'unbounded';
  }
  return { target, counts, dominating };
}

/** The links from `node` to the target that carry most of the arrivals; none at the target. */
export function dominatingPath({ target, dominating }: Arrivals, node: number): readonly Link[] {
  const path: Link[] = [];
  const seen = new Set<number>();
  for (let here = node; here !== target && !seen.has(here);) {
    seen.add(here);
    const link = dominating[here];
    if (link === undefined) break;
    path.push(link);
    here = link.to;
  }
  return path;
}
