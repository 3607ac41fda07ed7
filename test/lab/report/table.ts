import type { Outcome } from '../play';
import { isGood, isNoticed } from '../play';

/** Prints what a scenario came to. */
export function printOutcome(outcome: Outcome, isMutated: boolean): void {
  const { scenario, rows, broke, seconds } = outcome;
  const good = isMutated ? isNoticed(outcome) : isGood(outcome);
  const what = isMutated ? `without its subject: ${scenario.mutation.weakens}` : scenario.title;
  console.log(
    `\n${good ? '✔' : '✘'} ${scenario.name}: ${what} (${seconds.toFixed(1)} s)${verdict(outcome, isMutated)}`,
  );
  const width = Math.max(0, ...rows.map(({ promise }) => promise.length));
  for (const { promise, expected, measured, holds } of rows) {
    console.log(
      `  ${holds ? ' ' : '!'} ${promise.padEnd(width)}  expected ${expected}, measured ${measured}`,
    );
  }
  if (broke !== undefined) console.log(`  ! it could not be played to its end: ${broke}`);
}

function verdict(outcome: Outcome, isMutated: boolean): string {
  if (!isMutated) return '';
  return isNoticed(outcome) ? ', and that was noticed' : ', and that went unnoticed';
}
