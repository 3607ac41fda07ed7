import type { Finding, FindingLevel } from '../findings/finding';
import type { AcceptedFinding, Verdict } from '../findings/suppress';
import type { Styles } from './styles';

const LEVELS: readonly FindingLevel[] = ['error', 'warning', 'info'];

/** How much was looked at. */
export interface Extent {
  readonly services: number;
  readonly calls: number;
}

/** The findings for people: the gravest first, then what was accepted and why, then how many there are. */
export function checkText({ findings, accepted }: Verdict, extent: Extent, styles: Styles): string {
  const blocks = LEVELS.flatMap((level) =>
    findings.filter((finding) => finding.level === level).map((each) => blockOf(each, styles)),
  );
  const acceptances = accepted.map((each) => acceptanceOf(each, styles));
  return [...blocks, ...acceptances, `${extentText(extent)}: ${countText(findings)}`, ''].join(
    '\n',
  );
}

/** Where it is and what was found on one line, so that a search shows both; below it what to do. */
function blockOf(finding: Finding, styles: Styles): string {
  const { level, code, path, prop, got, want, fix } = finding;
  const place = `${styles[level](level)} ${code} ${styles.strong(path)}`;
  return `${place} ${prop}: got ${got}, want ${want}\n  ${styles.faint(fix)}`;
}

function acceptanceOf({ finding, reason }: AcceptedFinding, styles: Styles): string {
  const { code, path, prop, got } = finding;
  return `${styles.faint('accepted')} ${code} ${styles.strong(path)} ${prop}: got ${got}\n  because ${reason}`;
}

function extentText({ services, calls }: Extent): string {
  return `${counted(services, 'service')}, ${counted(calls, 'call')}`;
}

function countText(findings: readonly Finding[]): string {
  const words = LEVELS.map((level) => ({
    level,
    count: findings.filter((finding) => finding.level === level).length,
  }))
    .filter(({ count }) => count > 0)
    .map(({ level, count }) => (level === 'info' ? `${count} info` : counted(count, level)));
  return words.length === 0 ? 'no findings' : words.join(', ');
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}
