import { checkExpiry } from '../experiment/expiry';
import { sortFindings, type Finding, type FindingLevel } from '../findings/finding';
import type { Verdict } from '../findings/suppress';
import { annotationsText } from '../report/annotations';
import { checkText, type Extent } from '../report/check-text';
import { sarifOf } from '../report/sarif';
import type { InspectedApp } from '../synth/inspection';
import { loadProgram, type LoadedProgram } from './load-app';
import { jsonText, print, progress, stylesFor } from './output';

/** How findings are written. */
export const CHECK_FORMATS = ['text', 'json', 'sarif', 'github'] as const;

/** From which level on findings make the command fail, the gravest first. */
export const FAIL_LEVELS: readonly FindingLevel[] = ['error', 'warning', 'info'];

/** Options of `meshwright check`. */
export interface CheckOptions {
  readonly format: (typeof CHECK_FORMATS)[number];
  readonly failOn: FindingLevel;

  /**
   * The day by which experiments are judged, as RFC 3339 writes a date.
   *
   * @default - none: nothing is judged by a day
   */
  readonly at?: string;
}

/** Prints every finding; the exit code says whether there was one that matters. */
export async function check(given: string | undefined, options: CheckOptions): Promise<number> {
  progress('reading the program');
  const { entry, apps } = await loadProgram(given);
  progress('checking the system');
  const verdicts = apps.map((app) => app.verdict());
  const verdict: Verdict = {
    findings: [...verdicts.flatMap(({ findings }) => findings), ...expired(apps, options.at)],
    accepted: verdicts.flatMap(({ accepted }) => accepted),
  };
  print(written(verdict, { entry, apps }, options));
  const grave = FAIL_LEVELS.slice(0, FAIL_LEVELS.indexOf(options.failOn) + 1);
  return verdict.findings.some(({ level }) => grave.includes(level)) ? 1 : 0;
}

function expired(apps: readonly InspectedApp[], at: string | undefined): readonly Finding[] {
  const findings: Finding[] = [];
  if (at === undefined) return findings;
  for (const app of apps) checkExpiry(app.plan(), at, findings);
  return sortFindings(findings);
}

function written(
  verdict: Verdict,
  { entry, apps }: LoadedProgram,
  { format }: CheckOptions,
): string {
  switch (format) {
    case 'json':
      return jsonText(verdict);
    case 'sarif':
      return jsonText(sarifOf(verdict, entry));
    case 'github':
      return annotationsText(verdict);
    case 'text':
      return checkText(verdict, extentOf(apps), stylesFor(process.stdout));
  }
}

function extentOf(apps: readonly InspectedApp[]): Extent {
  const graphs = apps.map((app) => app.plan().graph);
  return {
    services: graphs
      .flatMap(({ targets }) => [...targets.values()])
      .filter(({ kind }) => kind === 'service').length,
    calls: graphs.flatMap(({ edges }) => edges).length,
  };
}
