import type { CallPattern } from './call-pattern';

/** A call and how long it may last. */
export interface WaitingCall extends Pick<
  CallPattern,
  'times' | 'parallelGroup' | 'clientRetries'
> {
  /** What is called. */
  readonly target: string;
  /** One request, the mesh's retries included. */
  readonly ms: number;
}

/**
 * How long a caller waits for its calls, one after the other.
 *
 * Calls of one parallel group take as long as the longest of them, and so do the operations of one target: a request
 * is for one of them.
 */
export function waitingTime(calls: readonly WaitingCall[]): number {
  const longest = new Map<string, number>();
  for (const { target, ms, times, parallelGroup, clientRetries } of calls) {
    const step = parallelGroup === undefined ? `call ${target}` : `group ${parallelGroup}`;
    const rounds = parallelGroup === undefined ? times : 1;
    const lasts = ms * (1 + clientRetries) * rounds;
    longest.set(step, Math.max(lasts, longest.get(step) ?? 0));
  }
  return [...longest.values()].reduce((sum, each) => sum + each, 0);
}
