import type { EdgeModel } from '../model';
import { latenciesOf } from './latencies';
import { at, isPeerCall, type Link, type Structure } from './structure';

/** The requests of one call when all is well; undefined where nobody declared enough to know. */
export interface CallLoad {
  readonly edge: EdgeModel;
  readonly requestsPerSecond: number | undefined;
  /** How long one takes: declared, or the callee's declared time with that of its calls. */
  readonly latencyMs: number | undefined;
  /** Requests under way at a time, by Little's law: rate times latency. */
  readonly concurrency: number | undefined;
}

/** Load by call, in the order of the model's edges, and by node. */
export interface Loads {
  readonly calls: readonly CallLoad[];
  readonly byLink: ReadonlyMap<Link, CallLoad>;
  /** Requests per second that arrive at each node; undefined where one of its callers is not known. */
  readonly arriving: readonly (number | undefined)[];
}

/** Declared loads, carried on along the calls that say nothing: so many requests in, so many times that out. */
export function loadsOf(structure: Structure): Loads {
  const arriving = new Array<number | undefined>(structure.nodes.length).fill(undefined);
  const loads = new Map<Link, CallLoad>();
  const latencyOf = latenciesOf(structure);
  const rateOf = (links: readonly Link[]): number | undefined =>
    total(links.map((link) => loads.get(link)?.requestsPerSecond));
  for (const node of structure.order) {
    const into = at(structure.into, node);
    const carry = (links: readonly Link[], rate: number | undefined): void => {
      for (const link of links) loads.set(link, loadOf(link, latencyOf(link), rate));
    };
    // peers are asked on behalf of what arrives from others
    carry(at(structure.peers, node), rateOf(into.filter((link) => !isPeerCall(link))));
    arriving[node] = rateOf(into);
    carry(at(structure.onward, node), arriving[node]);
  }
  const calls = structure.links.flatMap((link) => loads.get(link) ?? []);
  return { calls, byLink: loads, arriving };
}

/** The sum, where every part is known and there is one. */
export function total(parts: readonly (number | undefined)[]): number | undefined {
  if (parts.length === 0) return undefined;
  return parts.reduce(
    (sum, part) => (sum === undefined || part === undefined ? undefined : sum + part),
    0,
  );
}

function loadOf(
  { edge }: Link,
  latencyMs: number | undefined,
  arriving: number | undefined,
): CallLoad {
  const carried = arriving === undefined ? undefined : arriving * edge.times;
  const requestsPerSecond = edge.load?.requestsPerSecond ?? carried;
  const isKnown = requestsPerSecond !== undefined && latencyMs !== undefined;
  return {
    edge,
    requestsPerSecond,
    latencyMs,
    concurrency: isKnown ? (requestsPerSecond * latencyMs) / 1000 : undefined,
  };
}
