import { findingText, type Finding, type FindingLevel } from '../findings/finding';
import type { Verdict } from '../findings/suppress';
import type { Styles } from './styles';

const LEVELS: readonly FindingLevel[] = ['error', 'warning', 'info'];

/** The findings for people: the gravest first, then what was accepted and why, then how many there are. */
export function checkText({ findings, accepted }: Verdict, styles: Styles): string {
  const blocks = LEVELS.flatMap((level) =>
    findings.filter((finding) => finding.level === level).map((each) => blockOf(each, styles)),
  );
  const acceptances = accepted.map(
    ({ finding, reason }) =>
      `${styles.faint('accepted')} ${finding.code} ${finding.path} ${finding.prop}: ${reason}`,
  );
  return [...blocks, ...acceptances, countText(findings)].join('\n') + '\n';
}

function blockOf(finding: Finding, styles: Styles): string {
  const { level, path } = finding;
  return `${styles[level](level)} ${styles.strong(path)} ${findingText(finding)}`;
}

function countText(findings: readonly Finding[]): string {
  const counts = LEVELS.map((level) => ({
    level,
    count: findings.filter((finding) => finding.level === level).length,
  }));
  const words = counts
    .filter(({ count }) => count > 0)
    .map(({ level, count }) => `${count} ${level}${count === 1 || level === 'info' ? '' : 's'}`);
  return words.length === 0 ? 'no findings' : words.join(', ');
}
