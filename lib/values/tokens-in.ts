import { isStringified } from './read-output';
import { hasToken, sourceOfToken, splitTokens } from './token';

/** A text that has to do with Outputs, and where it is in an object. */
export interface TokenPlace {
  /** Such as `spec.template.spec.containers[0].image`. */
  readonly field: string;
  readonly text: string;
  /** Whether the text is a key of the object. */
  readonly isKey: boolean;
}

/** Every text with tokens in `value`, keys included. */
export function tokensIn(value: unknown): readonly TokenPlace[] {
  return placesIn(value, hasToken);
}

/** Every error text that a template string made of an Output in `value`, keys included. */
export function stringifiedIn(value: unknown): readonly TokenPlace[] {
  return placesIn(value, isStringified);
}

function placesIn(
  value: unknown,
  isWanted: (text: string) => boolean,
  field = '',
): readonly TokenPlace[] {
  if (typeof value === 'string') {
    return isWanted(value) ? [{ field, text: value, isKey: false }] : [];
  }
  if (Array.isArray(value)) {
    return value.flatMap((item, at) => placesIn(item, isWanted, `${field}[${at}]`));
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, content]) => {
    const name = isStringified(key) ? '<Output>' : key;
    const inside = field === '' ? name : `${field}.${name}`;
    const own = isWanted(key) ? [{ field: inside, text: key, isKey: true }] : [];
    return [...own, ...placesIn(content, isWanted, inside)];
  });
}

/** Whether each token in `text` is one of this process, and none was changed. */
export function areTokensKnown(text: string): boolean {
  return splitTokens(text).every((part) =>
    part.token ? isKnown(part.text) : !hasToken(part.text),
  );
}

function isKnown(token: string): boolean {
  const source = sourceOfToken(token);
  return source?.kind === 'text' ? areTokensKnown(source.text) : source !== undefined;
}

/** The reasons for which the tokens in `text` may show a secret. */
export function exposedReasons(text: string): readonly string[] {
  return splitTokens(text).flatMap((part) => {
    const source = part.token ? sourceOfToken(part.text) : undefined;
    if (source?.kind === 'text') return exposedReasons(source.text);
    return source?.exposed ?? [];
  });
}
