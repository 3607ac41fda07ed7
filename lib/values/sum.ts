/** One part of a number of seconds. */
export interface Addend {
  readonly what: string;
  readonly seconds: number;
  /** Where the number comes from: a property, a call, or whose default it is. */
  readonly from: string;
}

/** A number of seconds with its parts, for whoever asks why it is what it is. */
export interface Sum {
  readonly seconds: number;
  readonly parts: readonly Addend[];
}

/** The sum of `parts`; those of no length are left out. */
export function sumOf(...parts: readonly Addend[]): Sum {
  return {
    seconds: parts.reduce((total, { seconds }) => total + seconds, 0),
    parts: parts.filter(({ seconds }) => seconds > 0),
  };
}

/** `15s + 13s + 5s = 33s`, or `5s` for an only part. */
export function sumText({ seconds, parts }: Sum): string {
  const total = `${seconds}s`;
  return parts.length < 2
    ? total
    : `${parts.map((part) => `${part.seconds}s`).join(' + ')} = ${total}`;
}
