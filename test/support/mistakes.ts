import { MISTAKES } from '../../lib/findings/mistakes';
import type { Mistake } from '../../lib/findings/mistakes/mistake';

/** The mistake of this number. */
export function mistakeOf(number: number): Mistake {
  const found = MISTAKES.find((each) => each.number === number);
  if (found === undefined) throw new Error(`there is no mistake ${number}`);
  return found;
}

/** The title of the tests of a mistake. */
export function mistake(number: number): string {
  return `mistake ${number}: ${mistakeOf(number).title}`;
}
