import type { Report } from '../findings/finding';
import { count, countOrZero, read, reason, text } from '../values/read';

/** How a caller makes a call: what the mesh cannot see, and the analysis of the whole system counts with. */
export interface CallPatternOptions {
  /**
   * Calls that one request of the caller makes; at least 1.
   *
   * @default 1
   */
  readonly times?: number;

  /**
   * Calls of one caller with the same word are made at the same time; repeated ones among them too.
   *
   * @default - one call after the other
   */
  readonly parallelGroup?: string;

  /**
   * What the caller answers when the call fails: with it the caller can do without the callee.
   *
   * @default - none: the caller fails with the callee
   */
  readonly fallback?: string;

  /**
   * Repetitions by the caller's own client library, on top of the mesh's; 0 or more.
   *
   * @default 0
   */
  readonly clientRetries?: number;
}

/** How a caller makes a call, as declared. */
export interface CallPattern {
  readonly times: number;
  readonly parallelGroup: string | undefined;
  readonly fallback: string | undefined;
  readonly clientRetries: number;
}

/** The pattern of a call about which nobody said more. */
export const PLAIN_CALL: CallPattern = {
  times: 1,
  parallelGroup: undefined,
  fallback: undefined,
  clientRetries: 0,
};

/** The pattern that `options` declare, with every default resolved. */
export function declareCallPattern(
  report: Report,
  prop: string,
  options: CallPatternOptions,
): CallPattern {
  const { times, parallelGroup, fallback, clientRetries } = options;
  return {
    times: read(report, count, [`${prop}.times`, times]) ?? PLAIN_CALL.times,
    parallelGroup: read(report, text, [`${prop}.parallelGroup`, parallelGroup]),
    fallback: read(report, reason, [`${prop}.fallback`, fallback]),
    clientRetries:
      read(report, countOrZero, [`${prop}.clientRetries`, clientRetries]) ??
      PLAIN_CALL.clientRetries,
  };
}
