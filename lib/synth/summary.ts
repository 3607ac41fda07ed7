import { findingLine, type Finding } from '../findings/finding';
import type { Verdict } from '../findings/suppress';
import { LOOSENED_PREFIX } from '../conventions/annotations';

/** What one synthesis did. */
export interface Summary extends Partial<Pick<Verdict, 'accepted'>> {
  readonly folder: string;
  readonly files: readonly string[];
  /** How many there are. */
  readonly objects: number;
  /** What {@link loosenings} says of each object. */
  readonly loosened: readonly string[];
  readonly findings: readonly Finding[];
}

// what a terminal shows in a few lines
const MAX_NAMED = 20;

/** What was written, which safe defaults are given up and why, and every warning. */
export function summaryText(summary: Summary): string {
  const { folder, files, objects, loosened, findings, accepted = [] } = summary;
  const count = objects === 1 ? '1 object' : `${objects} objects`;
  const lines = [
    `${folder}: ${count} in ${files.length > MAX_NAMED ? `${files.length} files` : files.join(', ')}`,
    ...loosened,
    ...findings
      .filter(({ level }) => level === 'warning')
      .map((finding) => `  warning ${findingLine(finding)}`),
    ...accepted.map(
      ({ finding: { code, path }, reason }) => `  accepted ${code} of ${path}: ${reason}`,
    ),
  ];
  return `${lines.join('\n')}\n`;
}

/** A line for each safe default that a manifest says was given up, with the reason. */
export function loosenings(manifest: unknown): readonly string[] {
  const { kind, metadata } = (manifest ?? {}) as Partial<SummarizedObject>;
  return Object.entries(metadata?.annotations ?? {})
    .filter(([key]) => key.startsWith(LOOSENED_PREFIX))
    .map(([key, reason]) => {
      const what = key.slice(LOOSENED_PREFIX.length);
      return `  loosened ${what} of ${kind} ${metadata?.name}: ${reason}`;
    });
}

interface SummarizedObject {
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly annotations?: Readonly<Record<string, string>>;
  };
}
