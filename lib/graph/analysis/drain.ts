import type { DrainModel, NodeModel } from '../model';
import { at, type Structure } from './structure';

/** How a pod goes away, against the longest request that it may still answer. */
export interface DrainBudget {
  readonly service: string;
  readonly drain: DrainModel;
  /** The longest deadline of a call that reaches it; 0 where none does. */
  readonly longestRequestMs: number;
  /** Pre-stop, and the longest request or the proxy's drain. */
  readonly neededMs: number;
  /** What the grace period leaves beyond that; negative where requests are cut off. */
  readonly marginMs: number;
}

/** The drain of the node with this number; undefined where the mesh does not run it. */
export function drainBudget(structure: Structure, node: number): DrainBudget | undefined {
  const { id, drain }: NodeModel = at(structure.nodes, node);
  if (drain === undefined) return undefined;
  const deadlines = at(structure.into, node).map(({ edge }) => edge.deadline?.ms ?? 0);
  const longestRequestMs = Math.max(0, ...deadlines);
  const neededMs = drain.preStopMs + Math.max(longestRequestMs, shortestProxyDrain(drain));
  return { service: id, drain, longestRequestMs, neededMs, marginMs: drain.graceMs - neededMs };
}

/** A classic sidecar drains from the pod's deletion on, while the application still sleeps. */
function shortestProxyDrain({ proxyDrainMs, preStopMs }: DrainModel): number {
  return Math.max(0, proxyDrainMs - preStopMs);
}
