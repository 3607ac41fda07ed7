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

/** Something that a caller waits for before it goes on. */
export interface WaitingStep {
  /** What is called, or the word of a parallel group. */
  readonly name: string;
  readonly ms: number;
}

/** What tells the step of a call from others that its caller waits for: calls of one step count as one. */
export function stepOf({
  target,
  parallelGroup,
}: Pick<WaitingCall, 'target' | 'parallelGroup'>): string {
  return parallelGroup === undefined ? `call ${target}` : `group ${parallelGroup}`;
}

/**
 * What a caller waits for, one after the other.
 *
 * Calls of one parallel group take as long as the longest of them, and so do the operations of one target: a request
 * is for one of them.
 */
export function waitingSteps(calls: readonly WaitingCall[]): readonly WaitingStep[] {
  const longest = new Map<string, WaitingStep>();
  for (const { target, ms, times, parallelGroup, clientRetries } of calls) {
    const step = stepOf({ target, parallelGroup });
    const rounds = parallelGroup === undefined ? times : 1;
    const lasts = ms * (1 + clientRetries) * rounds;
    const name = parallelGroup ?? target;
    longest.set(step, { name, ms: Math.max(lasts, longest.get(step)?.ms ?? 0) });
  }
  return [...longest.values()];
}

/** How long a caller waits for its calls. */
export function waitingTime(calls: readonly WaitingCall[]): number {
  return waitingSteps(calls).reduce((sum, { ms }) => sum + ms, 0);
}
