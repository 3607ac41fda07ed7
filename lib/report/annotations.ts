import { findingText, type Finding } from '../findings/finding';

const COMMANDS = { error: 'error', warning: 'warning', info: 'notice' } as const;

/**
 * A finding as a workflow command of GitHub Actions.
 *
 * @see https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands
 */
export function annotationOf(finding: Finding): string {
  const title = escapeProperty(`${finding.code} ${finding.path}`);
  return `::${COMMANDS[finding.level]} title=${title}::${escapeData(findingText(finding))}`;
}

function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
