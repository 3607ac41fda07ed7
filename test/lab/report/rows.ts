/** One promise and what became of it. */
export interface Row {
  readonly promise: string;
  /** What the analysis predicted. */
  readonly expected: string;
  readonly measured: string;
  /** What is measured, in words that are the same in every good run. */
  readonly steady: string;
  readonly holds: boolean;
}

/** What one scenario measured. */
export class Rows {
  public readonly rows: Row[] = [];

  /** What was counted must be what was predicted. */
  public exactly(promise: string, expected: Countable, measured: Countable): void {
    const [want, got] = [text(expected), text(measured)];
    this.rows.push({ promise, expected: want, measured: got, steady: got, holds: want === got });
  }

  /** There must be none of these. */
  public none(promise: string, these: readonly string[]): void {
    const more = these.length > SHOWN ? `, and ${these.length - SHOWN} more` : '';
    const shown = `${these.slice(0, SHOWN).join('; ')}${more}`;
    this.exactly(promise, 'none', shown || 'none');
  }

  /** What was measured must lie between bounds, both included. */
  public between(
    promise: string,
    [low, high]: readonly [number, number],
    measured: Measured,
  ): void {
    const { value, unit = '' } = typeof measured === 'number' ? { value: measured } : measured;
    const holds = value >= low && value <= high;
    this.rows.push({
      promise,
      expected: `${boundsText(low, high)}${unit}`,
      measured: `${rounded(value)}${unit}`,
      steady: steadyText(holds, low === high ? rounded(low) : 'within'),
      holds,
    });
  }

  /** What was measured must not be less. */
  public atLeast(promise: string, low: number, measured: Measured): void {
    this.between(promise, [low, Number.POSITIVE_INFINITY], measured);
  }
}

/** So many of what should not be there are shown. */
const SHOWN = 5;

type Countable = string | number | readonly (string | number)[];
type Measured = number | { readonly value: number; readonly unit: string };

function text(value: Countable): string {
  return typeof value === 'object' ? value.join(', ') : String(value);
}

function steadyText(holds: boolean, good: string): string {
  return holds ? good : 'outside';
}

function boundsText(low: number, high: number): string {
  if (high === Number.POSITIVE_INFINITY) return `at least ${rounded(low)}`;
  return low === high ? rounded(low) : `${rounded(low)} to ${rounded(high)}`;
}

function rounded(value: number): string {
  return String(Math.round(value * 10) / 10);
}
