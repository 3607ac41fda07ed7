import type { EdgePlan } from '../graph/edge';

/** The most pods of all callers together, each caller once; at least 1. */
export function clientPodsOf(edges: readonly EdgePlan[]): number {
  const byCaller = new Map(
    edges.map(({ caller }) => [
      // gateways of one workload are the same pods
      `${caller.namespace} ${caller.name} ${caller.podLabelsKey}`,
      caller.replicas.max,
    ]),
  );
  return Math.max(
    1,
    [...byCaller.values()].reduce((sum, pods) => sum + pods, 0),
  );
}

/** The shortest deadline of the calls in milliseconds; undefined where none has one. */
export function shortestDeadlineOf(edges: readonly EdgePlan[]): number | undefined {
  const deadlines = edges.flatMap(({ deadline }) => deadline?.ms ?? []);
  return deadlines.length === 0 ? undefined : Math.min(...deadlines);
}
