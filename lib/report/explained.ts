import { istioDuration } from '../values/duration';

/** A value, where it comes from, and what it follows from. */
export interface ExplainedValue {
  readonly name: string;
  readonly value: string;
  readonly origin: string;
  /** The ids of all calls or services that `value` or `origin` lists, which may leave some out. */
  readonly listed?: readonly string[];
}

/** Values that belong together, below a heading. */
export interface ExplainedSection {
  readonly title: string;
  readonly values: readonly ExplainedValue[];
}

/** A value; none where it is undefined. */
export function valueOf(
  name: string,
  value: string | number | undefined,
  origin: string,
): readonly ExplainedValue[] {
  return value === undefined ? [] : [{ name, value: String(value), origin }];
}

/** A value whose text lists calls or services. */
export function listing(
  [value]: readonly ExplainedValue[],
  listed: readonly string[],
): readonly ExplainedValue[] {
  return value === undefined ? [] : [{ ...value, listed }];
}

/** The sections that say something. */
export function sectionsOf(
  sections: Readonly<Record<string, readonly (readonly ExplainedValue[])[]>>,
): readonly ExplainedSection[] {
  return Object.entries(sections)
    .map(([title, values]) => ({ title, values: values.flat() }))
    .filter(({ values }) => values.length > 0);
}

/** A time for reading, which on a circle of calls may have no end. */
export function timeText(ms: number): string {
  return ms === Infinity ? 'without end' : istioDuration(ms);
}
