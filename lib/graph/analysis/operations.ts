import { at, numberOf, type Structure } from './structure';
import type { CallTime, CallTimes } from './deadlines';

/** How long one operation of a service takes at worst. */
export interface OperationTime {
  readonly operation: string;
  /** Until it has worked, whoever waits: calls belong to the whole service, so every operation may make all of them. */
  readonly worstMs: number;
  /** The call of it that lasts longest, retries included; undefined where nobody calls it. */
  readonly longestCall: CallTime | undefined;
}

/** The time of every operation of the node called `id`, in the order of their names. */
export function operationTimesOf(
  structure: Structure,
  times: CallTimes,
  id: string,
): readonly OperationTime[] {
  const node = numberOf(structure, id);
  const into = times.calls.filter(({ edge }) => edge.to === id);
  return at(structure.nodes, node).operations.map((operation) => ({
    operation,
    worstMs: at(times.serviceMs, node),
    longestCall: longestOf(into.filter((call) => isAbout(call, operation))),
  }));
}

/** A call of a whole service may be of any operation. */
function isAbout({ edge }: CallTime, operation: string): boolean {
  return edge.operation === undefined || edge.operation === operation;
}

function longestOf(calls: readonly CallTime[]): CallTime | undefined {
  return calls.reduce<CallTime | undefined>(
    (longest, call) => (longest === undefined || call.worstMs > longest.worstMs ? call : longest),
    undefined,
  );
}
