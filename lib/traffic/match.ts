/** How a value of a request is compared. */
export type StringMatch =
  | { readonly kind: 'exact' | 'prefix' | 'regex'; readonly value: string }
  | { readonly kind: 'present' };

/** Comparisons of one header or query parameter. */
export interface MatchSubject {
  /** The value is exactly `value`. */
  exactly(value: string): Match;
  /** The value starts with `value`. */
  startingWith(value: string): Match;
  /** The whole value matches the RE2 expression. */
  matching(expression: string): Match;
  /** There is a value. */
  present(): Match;
}

/** A property of a request that selects a version. */
export class Match {
  /** A request header. */
  public static header(name: string): MatchSubject {
    // HTTP/2 knows header names in lower case alone
    return Match.subjectOf('header', typeof name === 'string' ? name.toLowerCase() : name);
  }

  /** A query parameter. */
  public static queryParameter(name: string): MatchSubject {
    return Match.subjectOf('queryParameter', name);
  }

  /** A cookie with exactly this value. */
  public static cookie(name: string, value: string): Match {
    const pattern = cookiePattern(String(name), String(value));
    return new Match('header', 'cookie', { kind: 'regex', value: pattern });
  }

  private static subjectOf(kind: Match['subject'], name: string): MatchSubject {
    const match = (comparison: StringMatch): Match => new Match(kind, name, comparison);
    return {
      exactly: (value) => match({ kind: 'exact', value }),
      startingWith: (value) => match({ kind: 'prefix', value }),
      matching: (value) => match({ kind: 'regex', value }),
      present: () => match({ kind: 'present' }),
    };
  }

  private constructor(
    public readonly subject: 'header' | 'queryParameter',
    public readonly name: string,
    public readonly comparison: StringMatch,
  ) {}
}

/** The regular expression of a `cookie` header in which the cookie `name` has exactly this value. */
export function cookiePattern(name: string, value: string): string {
  return `(.*;\\s*)?${escapeRegex(name)}=${escapeRegex(value)}(;.*)?`;
}

/** `text` as a regular expression that matches only itself. */
export function escapeRegex(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}
