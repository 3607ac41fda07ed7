import { setTimeout as sleep } from 'node:timers/promises';

/** How often and how long to ask. */
export interface Patience {
  readonly everyMs?: number;
  readonly forMs?: number;
}

/** What makes further waiting pointless. */
export class Hopeless extends Error {}

/** Asks `probe` until its answer is not undefined. A probe that throws has no answer yet, unless it is hopeless. */
export async function until<T>(
  what: string,
  probe: () => Promise<T | undefined> | T | undefined,
  { everyMs = 50, forMs = 120_000 }: Patience = {},
): Promise<T> {
  const deadline = Date.now() + forMs;
  let last: unknown;
  for (;;) {
    // after a machine that stood still there is one last look
    const isLast = Date.now() >= deadline;
    try {
      const answer = await probe();
      if (answer !== undefined) return answer;
    } catch (error) {
      if (error instanceof Hopeless) throw error;
      last = error;
    }
    if (isLast) break;
    await sleep(everyMs);
  }
  const reason = last instanceof Error ? `: ${last.message}` : '';
  throw new Error(`${what} took longer than ${forMs / 1000} s${reason}`);
}
