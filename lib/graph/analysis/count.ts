/** A number of requests: exact, but for what grows beyond all use, or without end. */
export type Count = bigint | 'unbounded';

/** Counts are exact below this, and say that they are capped from here on. */
export const CAP = 10n ** 100n;

/** The sum of two counts. */
export function add(a: Count, b: Count): Count {
  if (a === 'unbounded' || b === 'unbounded') return 'unbounded';
  const sum = a + b;
  return sum > CAP ? CAP : sum;
}

const HUNDRED = 100n;

/** `count` times so many hundredths, rounded up: a bound must not be too small. */
export function scale(count: Count, hundredths: bigint): Count {
  if (count === 'unbounded') return count;
  const product = (count * hundredths + HUNDRED - 1n) / HUNDRED;
  return product > CAP ? CAP : product;
}

/** Whether `a` is the larger count. */
export function exceeds(a: Count, b: Count): boolean {
  if (b === 'unbounded') return false;
  return a === 'unbounded' || a > b;
}

/** The count as a JavaScript number: rounded above 2^53, Infinity where there is no end. */
export function toNumber(count: Count): number {
  return count === 'unbounded' ? Infinity : Number(count);
}

/** The count for reading: all its digits, or that it is capped or has no end. */
export function countText(count: Count): string {
  if (count === 'unbounded') return 'unbounded';
  return count >= CAP ? 'more than 10^100' : String(count);
}
