declare const TOKEN_OF_OUTPUT: unique symbol;

/** A text of {@link StringOrToken} that stands for a value which is known later. */
export type OutputToken = string & { readonly [TOKEN_OF_OUTPUT]?: never };

/**
 * A text that is only passed on: it may stand for an Output of Pulumi, as `asString` of `meshwright/pulumi` returns it, or
 * have such texts inside.
 */
export type StringOrToken = string | OutputToken;

/** What a token stands for: a value that is known after planning, or a text computed from a text with tokens. */
export type TokenSource =
  | {
      readonly kind: 'value';
      readonly value: unknown;
      /** Why a secret may stand in an object that is no Secret; undefined where nobody said so. */
      readonly exposed: string | undefined;
    }
  | { readonly kind: 'text'; readonly text: string; readonly compute: (text: string) => string };

// Letters and digits alone: escaping, lower-casing and YAML leave them as they are, and a host name may be made of them.
const PREFIX = 'meshwrightoutput';
// every token has one width, so that one followed by a digit is still told apart
const DIGITS = 8;
const TOKEN = new RegExp(`${PREFIX}\\d{${DIGITS}}`, 'g');
const ANY_CASE = new RegExp(`${PREFIX}\\d{${DIGITS}}`, 'i');

const sources = new Map<string, TokenSource>();
const computed = new Map<(text: string) => string, Map<string, string>>();

/** A text that stands for `source` until it is replaced. */
export function tokenFor(source: TokenSource): string {
  const token = `${PREFIX}${String(sources.size).padStart(DIGITS, '0')}`;
  sources.set(token, source);
  return token;
}

/** What `token` stands for; undefined for a text that looks like a token and is none of this process. */
export function sourceOfToken(token: string): TokenSource | undefined {
  return sources.get(token);
}

/** Whether there are tokens at all: nobody has to look for them otherwise. */
export function areThereTokens(): boolean {
  return sources.size > 0;
}

/** Whether a text may have come of an Output: Pulumi leaves this where it is loaded, sdk/nodejs/runtime/state.ts. */
export function mayBeOutputs(): boolean {
  return areThereTokens() || 'asyncLocalStorage' in globalThis;
}

/** Whether `value` is a text with a token in it, however it is spelt by now. */
export function hasToken(value: unknown): boolean {
  return typeof value === 'string' && areThereTokens() && ANY_CASE.test(value);
}

/** `text` cut into fixed parts and tokens, in their order; without empty parts. */
export function splitTokens(text: string): readonly { readonly token: boolean; text: string }[] {
  const fixed = text.split(TOKEN);
  const tokens = text.match(TOKEN) ?? [];
  return fixed
    .flatMap((part, index) => [
      { token: false, text: part },
      { token: true, text: tokens[index] ?? '' },
    ])
    .filter((part) => part.text !== '');
}

/**
 * `compute(text)`, at once where `text` is known, and when its tokens are replaced otherwise.
 *
 * `compute` must be one function for all calls, since a text computed twice keeps its token.
 */
export function computeText(text: string, compute: (text: string) => string): string {
  if (!hasToken(text)) return compute(text);
  const known = computed.get(compute) ?? new Map<string, string>();
  computed.set(compute, known);
  const token = known.get(text) ?? tokenFor({ kind: 'text', text, compute });
  known.set(text, token);
  return token;
}

/** `text` as a message shows it. */
export function withoutTokens(text: string): string {
  return text.replace(TOKEN, '<Output>');
}
