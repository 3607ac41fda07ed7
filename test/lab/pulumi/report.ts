import type { Row } from './scenario';

/** What a scenario came to. */
export interface Verdict {
  readonly name: string;
  readonly rows: readonly Row[];
  readonly seconds: number;
  /** The most that cluster, engine and program had in use at once. */
  readonly megabytes: number;
}

/** Prints one promise, and what came of it. */
export function printRow(scenario: string, { promise, measured, holds, seconds }: Row): void {
  console.log(
    `${holds ? 'ok  ' : 'FAIL'} ${scenario.padEnd(16)} ${promise.padEnd(68)} ${seconds.toFixed(1).padStart(6)} s  ${measured}`,
  );
}

/** Prints what each scenario came to, and all of them together. */
export function printTable(
  verdicts: readonly Verdict[],
  { seconds, megabytes }: Pick<Verdict, 'seconds' | 'megabytes'>,
): void {
  console.log(`\n${line(['', 'scenario', 'promises', 'broken', 'seconds', 'MB'])}`);
  for (const { name, rows, ...spent } of verdicts) {
    const broken = rows.filter(({ holds }) => !holds).length;
    const verdict = broken === 0 && rows.length > 0 ? 'ok' : 'FAIL';
    console.log(
      line([verdict, name, rows.length, broken, spent.seconds.toFixed(1), spent.megabytes]),
    );
  }
  const rows = verdicts.flatMap((verdict) => verdict.rows);
  const broken = rows.filter(({ holds }) => !holds).length;
  console.log(
    `\n${rows.length - broken} hold, ${broken} do not; ${seconds.toFixed(0)} s, at most ${megabytes} MB`,
  );
}

const WIDTHS = [5, 18, 9, 7, 8, 6];

function line(cells: readonly (string | number)[]): string {
  return cells
    .map((cell, at) => {
      const width = WIDTHS[at] ?? 0;
      return typeof cell === 'string' && at < 2 ? cell.padEnd(width) : String(cell).padStart(width);
    })
    .join(' ');
}
