/** A number of requests, or of {@link UNIT}s of one: exact, but for what grows beyond all use, or without end. */
export type Count = bigint | 'unbounded';

/** Parts of a request that are told apart: a budget of 20 % on twenty calls in a row stays exact to nine digits. */
export const UNIT = 10n ** 12n;

/** Numbers of requests are exact up to this; from here on all that is told is that there are more. */
const LARGEST = 10n ** 100n;

// in requests or in units of one
const CAP = LARGEST * UNIT;

/** The sum of two counts. */
export function add(a: Count, b: Count): Count {
  if (a === 'unbounded' || b === 'unbounded') return 'unbounded';
  const sum = a + b;
  return sum > CAP ? CAP : sum;
}

/** How often something is done: a whole number, or a fraction where something is done now and then. */
export interface Ratio {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

/** The ratio of a whole number. */
export function whole(number: number): Ratio {
  return { numerator: BigInt(number), denominator: 1n };
}

/** `count` times `ratio`, rounded up: a bound must not be too small. */
export function scale(count: Count, { numerator, denominator }: Ratio): Count {
  if (count === 'unbounded') return count;
  const product = (count * numerator + denominator - 1n) / denominator;
  return product > CAP ? CAP : product;
}

/** Whether `a` is the larger count. */
export function exceeds(a: Count, b: Count): boolean {
  if (b === 'unbounded') return false;
  return a === 'unbounded' || a > b;
}

/** Requests as a JavaScript number: rounded above 2^53, at most 1e100, Infinity where there is no end. */
export function toNumber(count: Count): number {
  if (count === 'unbounded') return Infinity;
  return Number(count > LARGEST ? LARGEST : count);
}

/** A count of units as requests: a JavaScript number, at most 1e100, Infinity where there is no end. */
export function unitsToNumber(units: Count): number {
  if (units === 'unbounded') return Infinity;
  return units >= CAP ? Number(LARGEST) : Number(units) / Number(UNIT);
}

const MANY = 'more than 10^100';

/** Requests for reading: all their digits, or that there are too many, or no end of them. */
export function countText(count: Count): string {
  if (count === 'unbounded') return 'unbounded';
  return count > LARGEST ? MANY : String(count);
}

/** Requests that need not be whole for reading, with at most two digits behind the point. */
export function fractionText(requests: number): string {
  if (requests === Infinity) return 'unbounded';
  return requests >= Number(LARGEST) ? MANY : String(Math.round(requests * 100) / 100);
}
