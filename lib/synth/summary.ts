import { findingLine, type Finding } from '../findings/finding';
import type { Verdict } from '../findings/suppress';
import { LOOSENED_PREFIX } from '../conventions/annotations';

/** A rendered object, as far as a summary looks at it. */
export interface SummarizedObject {
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly annotations?: Readonly<Record<string, string>>;
  };
}

/** What one synthesis did. */
export interface Summary extends Partial<Pick<Verdict, 'accepted'>> {
  readonly folder: string;
  readonly files: readonly string[];
  readonly objects: readonly SummarizedObject[];
  readonly findings: readonly Finding[];
}

/** What was written, which safe defaults are given up and why, and every warning. */
export function summaryText({ folder, files, objects, findings, accepted = [] }: Summary): string {
  const count = objects.length === 1 ? '1 object' : `${objects.length} objects`;
  const lines = [
    `${folder}: ${count} in ${files.join(', ')}`,
    ...objects.flatMap(loosenings),
    ...findings
      .filter(({ level }) => level === 'warning')
      .map((finding) => `  warning ${findingLine(finding)}`),
    ...accepted.map(
      ({ finding: { code, path }, reason }) => `  accepted ${code} of ${path}: ${reason}`,
    ),
  ];
  return `${lines.join('\n')}\n`;
}

function loosenings({ kind, metadata }: SummarizedObject): readonly string[] {
  return Object.entries(metadata.annotations ?? {})
    .filter(([key]) => key.startsWith(LOOSENED_PREFIX))
    .map(([key, reason]) => {
      const what = key.slice(LOOSENED_PREFIX.length);
      return `  loosened ${what} of ${kind} ${metadata.name}: ${reason}`;
    });
}
