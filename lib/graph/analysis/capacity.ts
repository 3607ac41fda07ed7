import type { NodeModel, PodsModel } from '../model';
import { loadsOf, total, type CallLoad, type Loads } from './load';
import { at, type Structure } from './structure';

/** What is left of one version's pods while some may not answer, and what they can carry. */
export interface VersionCapacity {
  readonly version: string;
  /** Pods at the least. */
  readonly pods: number;
  /** Pods that outlier detection may take out of rotation at a time. */
  readonly ejectable: number;
  /** Pods that an eviction may take at a time. */
  readonly evictable: number;
  /** Pods that an update takes at a time: none where new ones come first. */
  readonly updating: number;
  /** Pods that answer while ejections and an eviction or update happen. */
  readonly left: number;
  /** What all pods at the least work on at a time; undefined where nobody said what one can. */
  readonly capacity: number | undefined;
  /** What all pods at the most work on at a time. */
  readonly largestCapacity: number | undefined;
}

/** How a service stands against its load and its losses. */
export interface ServiceCapacity {
  readonly service: string;
  readonly versions: readonly VersionCapacity[];
  readonly requestsPerSecond: number | undefined;
  /** Requests under way at a time; undefined where some caller's load is not known. */
  readonly concurrency: number | undefined;
}

/** One call against what its caller's proxies may have open. */
export interface CallCapacity extends CallLoad {
  /** Fewest proxies that share the calls; undefined where the mesh does not run the caller. */
  readonly clients: number | undefined;
  /** Requests under way in each of them, spread evenly. */
  readonly perClient: number | undefined;
  /** What each may have open towards the callee; undefined where it is not ours to say. */
  readonly limit: number | undefined;
  /** Requests that reach one pod of the callee when every client uses its limit. */
  readonly perPodAtLimit: number | undefined;
}

/**
 * Hosts that Envoy ejects at once: the k-th of N only if 100·k/N is at most the percentage.
 *
 * @see https://github.com/envoyproxy/envoy/pull/27909
 */
export function ejectableOf({ min, ejection }: Pick<PodsModel, 'min' | 'ejection'>): number {
  return ejection === undefined ? 0 : Math.floor((min * ejection.maxEjectionPercent) / 100);
}

/** The capacity of the node with this number. */
export function capacityOf(structure: Structure, node: number, loads: Loads): ServiceCapacity {
  const model = at(structure.nodes, node);
  const into = at(structure.into, node).map((link) => loads.byLink.get(link));
  return {
    service: model.id,
    versions: model.pods.map((pods) => versionCapacity(model, pods)),
    requestsPerSecond: loads.arriving[node],
    concurrency: total(into.map((load) => load?.concurrency)),
  };
}

function versionCapacity({ evictable }: NodeModel, pods: PodsModel): VersionCapacity {
  const { version, min, max, updating, capacity } = pods;
  const ejectable = ejectableOf(pods);
  const evicted = Math.min(evictable, min);
  return {
    version,
    pods: min,
    ejectable,
    evictable: evicted,
    updating,
    // the disruption budget admits no eviction while an update has taken a pod
    left: Math.max(0, min - ejectable - Math.max(evicted, updating)),
    capacity: capacity === undefined ? undefined : capacity * min,
    largestCapacity: capacity === undefined ? undefined : capacity * max,
  };
}

/** What a service works on at a time at its smallest scale; undefined where nobody said. */
export function smallestCapacityOf(versions: readonly VersionCapacity[]): number | undefined {
  return total(versions.map(({ capacity }) => capacity));
}

/** What it works on at a time at its largest scale; undefined where nobody said. */
export function largestCapacityOf(versions: readonly VersionCapacity[]): number | undefined {
  return total(versions.map(({ largestCapacity }) => largestCapacity));
}

/** Every call against its limits, in the order of the model's edges. */
export function callCapacities(
  structure: Structure,
  loads = loadsOf(structure),
): readonly CallCapacity[] {
  return structure.links.map(({ edge, from, to }, index) => {
    const load = at(loads.calls, index);
    const clients = podsOf(at(structure.nodes, from));
    const callee = at(structure.nodes, to);
    const limit = edge.clientLimit;
    const servers = podsOf(callee);
    const isKnown = load.concurrency !== undefined && clients !== undefined;
    const isBounded = clients !== undefined && limit !== undefined && servers !== undefined;
    return {
      clients,
      perClient: isKnown ? load.concurrency / clients : undefined,
      limit,
      perPodAtLimit: isBounded ? (clients * limit) / servers : undefined,
      ...load,
    };
  });
}

function podsOf({ pods }: NodeModel): number | undefined {
  return pods.length === 0 ? undefined : pods.reduce((sum, { min }) => sum + min, 0);
}
