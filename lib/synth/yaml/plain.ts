/**
 * Texts that any YAML reader takes for themselves, on one line: they begin with a letter or `/`, `_`, `$`, `(`, and hold
 * printable ASCII alone, no colon before a blank or at the end, no `#` after a blank, and no blank at the end.
 */
const PLAIN = /^[A-Za-z/_$(](?:[\x21-\x39\x3b-\x7e]|:(?=[^ ])| (?=[^#]))*$/;

/** Words that YAML 1.1 reads as a boolean or as nothing. */
const WORDS = new Set(
  ['y', 'yes', 'n', 'no', 'true', 'false', 'on', 'off', 'null'].flatMap((word) => [
    word,
    word.toUpperCase(),
    `${word.charAt(0).toUpperCase()}${word.slice(1)}`,
  ]),
);

/** A number without a digit before its exponent, as `yaml` reads YAML 1.1. */
const EXPONENT = /^[eE][-+]?[0-9]+$/;

/**
 * Whether `text` is written as it is, as a key or a value.
 *
 * True only where that is certain: what is left goes to the library, which decides by the same rules and more.
 */
export function isPlain(text: string): boolean {
  return PLAIN.test(text) && !WORDS.has(text) && !EXPONENT.test(text);
}

/** Texts of printable ASCII on one line that cannot stand without quotes, whatever a reader takes them for. */
const ON_ONE_LINE = /^[\x20-\x7e]+$/;
const NEEDS_QUOTES = /^[ ,[\]{}#&*!|>'"%@`]|^[?-](?: |$)|: | #|[ :]$/;

/**
 * `text` in the quotes that the library gives it: single ones where it has double ones and no single ones.
 *
 * Nothing where quotes are not certain, or need escapes beyond those of JSON; the library then writes it.
 */
export function quoted(text: string): string | undefined {
  if (!NEEDS_QUOTES.test(text) || !ON_ONE_LINE.test(text)) return undefined;
  return text.includes('"') && !text.includes("'") ? `'${text}'` : JSON.stringify(text);
}
