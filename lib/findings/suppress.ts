import { ACCEPTABLE_ERRORS, CATALOGUE, type FindingCode } from './catalogue';
import { reportAt, sortFindings, type Finding } from './finding';

/** A finding that somebody accepts, with the reason. */
export interface Acceptance {
  /** The construct at or below which it is accepted. */
  readonly path: string;
  readonly code: string;
  readonly reason: string;
}

/** A finding that was accepted. */
export interface AcceptedFinding {
  readonly finding: Finding;
  readonly reason: string;
}

/** Everything there is to say, with what was accepted set apart. */
export interface Verdict {
  readonly findings: readonly Finding[];
  readonly accepted: readonly AcceptedFinding[];
}

/** Sets accepted findings apart; acceptances that cannot be, or that nothing needs, are findings themselves. */
export function judge(found: readonly Finding[], acceptances: readonly Acceptance[]): Verdict {
  const remarks: Finding[] = [];
  const valid = acceptances.filter((acceptance) => isValid(acceptance, remarks));
  const used = new Set<Acceptance>();
  const accepted: AcceptedFinding[] = [];
  const open = sortFindings(found).filter((finding) => {
    const acceptance = valid.find((each) => covers(each, finding));
    if (acceptance === undefined) return true;
    used.add(acceptance);
    accepted.push({ finding, reason: acceptance.reason });
    return false;
  });
  for (const { path, code } of valid.filter((each) => !used.has(each))) {
    reportAt(path, remarks)('MW1082', { prop: `accept(${code})`, got: `no ${code} here` });
  }
  return { findings: remarks.length === 0 ? open : sortFindings([...open, ...remarks]), accepted };
}

function isValid({ path, code }: Acceptance, remarks: Finding[]): boolean {
  const report = reportAt(path, remarks);
  const prop = `accept(${code})`;
  const level = CATALOGUE[code as FindingCode]?.level as Finding['level'] | undefined;
  if (level === undefined) report('MW1080', { prop, got: code });
  const isAcceptable = level !== 'error' || ACCEPTABLE_ERRORS.some((each) => each === code);
  if (!isAcceptable) report('MW1081', { prop, got: code });
  return level !== undefined && isAcceptable;
}

function covers({ path, code }: Acceptance, finding: Finding): boolean {
  if (code !== finding.code) return false;
  return path === '' || finding.path === path || finding.path.startsWith(`${path}/`);
}
