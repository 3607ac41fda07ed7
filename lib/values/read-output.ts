import type { FindingCode } from '../findings/catalogue';
import type { Report } from '../findings/finding';
import { describe, isOutput } from './describe';
import { hasToken } from './token';

// what an Output says of itself in a template string: sdk/nodejs/output.ts, `toString`
const STRINGIFIED = /Calling \[to(String|JSON)\] on an \[Output<T>\]/;

/** What a message calls a text that {@link isStringified}. */
export const STRINGIFIED_TEXT = 'the error text of an Output';

/** Whether `text` has in it what a template string, or JSON, makes of an Output. */
export function isStringified(text: string): boolean {
  return STRINGIFIED.test(text);
}

/** Reports an Output, or what came of one, that `prop` does not take; whether it did. */
export function refuseOutput(
  report: Report,
  [prop, value]: readonly [string, unknown],
  takesTokens = false,
): boolean {
  const code = refusal(value, takesTokens);
  if (code !== undefined) report(code, { prop, got: got(code, value) });
  return code !== undefined;
}

function refusal(value: unknown, takesTokens: boolean): FindingCode | undefined {
  if (isOutput(value)) return takesTokens ? 'MW0901' : 'MW0902';
  if (typeof value === 'string' && isStringified(value)) return 'MW0903';
  return hasToken(value) && !takesTokens ? 'MW0902' : undefined;
}

function got(code: FindingCode, value: unknown): string {
  return code === 'MW0903' ? STRINGIFIED_TEXT : describe(value);
}
