import { hasToken, withoutTokens } from './token';

/** A value as a message shows it: quoted text, a number, or what kind of thing it is. */
export function describe(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (typeof value === 'string') return textOf(value);
  if (typeof value === 'function') return 'a function';
  if (typeof value === 'symbol') return 'a symbol';
  if (value === null || typeof value !== 'object') return `${value as number | boolean | null}`;
  if (isOutput(value)) return 'a Pulumi Output';
  if (Array.isArray(value)) return `[${value.map(describe).join(', ')}]`;
  const name: unknown = value.constructor?.name;
  if (typeof name !== 'string' || name === 'Object') return objectText(value);
  return `${/^[AEIOU]/.test(name) ? 'an' : 'a'} ${name}`;
}

function textOf(value: string): string {
  return JSON.stringify(hasToken(value) ? withoutTokens(value) : value);
}

/** JSON of a plain object; a message is never the place to fail on what JSON cannot write. */
function objectText(value: object): string {
  try {
    return JSON.stringify(value);
  } catch {
    return 'an object';
  }
}

/** Whether `value` is a Pulumi Output, told by Pulumi's own mark so that Pulumi is not loaded. */
export function isOutput(value: unknown): boolean {
  return typeof value === 'object' && value !== null && '__pulumiOutput' in value;
}
