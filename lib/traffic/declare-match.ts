import type { Report } from '../findings/finding';
import { describe } from '../values/describe';
import { headerName, instance, read, readRequired, text } from '../values/read';
import { Match } from './match';

/** A valid match, or undefined where it is not given or invalid. */
export function declareMatch(
  report: Report,
  prop: string,
  given: Match | undefined,
): Match | undefined {
  const match = read(report, instance(Match), [prop, given]);
  if (match === undefined) return undefined;
  const isNameValid = readRequired(report, headerName, [prop, match.name]) !== undefined;
  if (!isNameValid) return undefined;
  if (match.comparison.kind === 'present') return match;
  const { kind, value } = match.comparison;
  if (readRequired(report, text, [prop, value]) === undefined) return undefined;
  if (kind === 'regex' && !isRegex(value)) {
    report('MW0014', { prop, got: describe(value) });
    return undefined;
  }
  return match;
}

/** Whether `expression` is one that Envoy's RE2 takes: no look-around and no back-reference. */
function isRegex(expression: string): boolean {
  if (/\(\?(=|!|<[=!])|\\[1-9]|\\k</.test(expression)) return false;
  // RE2's own notation of flags and names, which JavaScript does not know
  const portable = expression
    .replace(/\(\?[imsU]*(-[imsU]+)?\)/g, '')
    .replace(/\(\?[imsU]*(-[imsU]+)?:/g, '(?:')
    .replaceAll('(?P<', '(?<');
  try {
    new RegExp(portable);
    return true;
  } catch {
    return false;
  }
}
