import { CATALOGUE, type FindingCode } from './catalogue';

/** How much a finding matters: an error stops synthesis, a warning is printed, information is for reports. */
export type FindingLevel = 'error' | 'warning' | 'info';

/** One thing that is wrong or worth knowing about a declaration. */
export interface Finding {
  readonly code: FindingCode;
  readonly level: FindingLevel;
  /** Path of the construct that the user wrote. */
  readonly path: string;
  /** The property as the user typed it. */
  readonly prop: string;
  readonly got: string;
  readonly want: string;
  readonly fix: string;
  /** The ids of all calls or services that `got` lists, which may leave some out; undefined where it lists none. */
  readonly listed?: readonly string[];
}

/** What a reporter knows; the rest of a finding is in the catalogue. */
export interface FindingDetails {
  readonly prop: string;
  readonly got: string;
  /** See {@link Finding.listed}. */
  readonly listed?: readonly string[];
  /** Values for the `{placeholders}` in the catalogue's text. */
  readonly args?: Readonly<Record<string, string | number>>;
}

/** Reports findings about one construct. */
export type Report = (code: FindingCode, details: FindingDetails) => void;

/** A {@link Report} that adds to `findings`. */
export function reportAt(path: string, findings: Finding[]): Report {
  return (code, { prop, got, listed, args = {} }) => {
    const { level, want, fix } = CATALOGUE[code];
    findings.push({
      code,
      level,
      path,
      prop,
      got,
      want: fill(want, args),
      fix: fill(fix, args),
      ...(listed && { listed }),
    });
  };
}

/** One line without the path: what cdk8s prints behind `[path]`. */
export function findingText({ code, prop, got, want, fix }: Finding): string {
  return `${code} ${prop}: got ${got}, want ${want}; ${fix}`;
}

/** One line: `[shop/orders] MW0101 port: got 0, want …; …`. */
export function findingLine(finding: Finding): string {
  return `[${finding.path}] ${findingText(finding)}`;
}

/** Findings in an order that does not depend on the order of declarations, each once. */
export function sortFindings(findings: readonly Finding[]): Finding[] {
  const byLine = new Map(findings.map((finding) => [findingLine(finding), finding]));
  return [...byLine.keys()].sort().flatMap((line) => byLine.get(line) ?? []);
}

function fill(text: string, args: Readonly<Record<string, string | number>>): string {
  if (!text.includes('{')) return text;
  return text.replace(/\{(\w+)\}/g, (placeholder, name: string) =>
    String(args[name] ?? placeholder),
  );
}
