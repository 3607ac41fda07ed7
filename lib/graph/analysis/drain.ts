import type { DrainModel, EdgeModel, NodeModel } from '../model';
import { at, type Structure } from './structure';

/** How a pod goes away, against the longest request that it may still answer. */
export interface DrainBudget {
  readonly service: string;
  readonly drain: DrainModel;
  /** The longest deadline of a call that reaches it; 0 where none does. */
  readonly longestRequestMs: number;
  /** The call that has it. */
  readonly longestCall: EdgeModel | undefined;
  /** Pre-stop, and the longest request or the proxy's drain. */
  readonly neededMs: number;
  /** What the grace period leaves beyond that; negative where requests are cut off. */
  readonly marginMs: number;
}

/** The drain of the node with this number; undefined where the mesh does not run it. */
export function drainBudget(structure: Structure, node: number): DrainBudget | undefined {
  const { id, drain }: NodeModel = at(structure.nodes, node);
  if (drain === undefined) return undefined;
  const longestCall = longestOf(at(structure.into, node).map(({ edge }) => edge));
  const longestRequestMs = longestCall?.deadline?.ms ?? 0;
  const neededMs = drain.preStopMs + Math.max(longestRequestMs, shortestProxyDrain(drain));
  return {
    service: id,
    drain,
    longestRequestMs,
    longestCall,
    neededMs,
    marginMs: drain.graceMs - neededMs,
  };
}

function longestOf(edges: readonly EdgeModel[]): EdgeModel | undefined {
  let longest: EdgeModel | undefined;
  for (const edge of edges) {
    if ((edge.deadline?.ms ?? 0) > (longest?.deadline?.ms ?? 0)) longest = edge;
  }
  return longest;
}

/** A classic sidecar drains from the pod's deletion on, while the application still sleeps. */
function shortestProxyDrain({ proxyDrainMs, preStopMs }: DrainModel): number {
  return Math.max(0, proxyDrainMs - preStopMs);
}
