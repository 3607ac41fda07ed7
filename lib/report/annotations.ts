import { findingText, type Finding } from '../findings/finding';
import type { AcceptedFinding, Verdict } from '../findings/suppress';

const COMMANDS = { error: 'error', warning: 'warning', info: 'notice' } as const;

/** Every finding as an annotation; accepted ones as notices, with the reason. */
export function annotationsText({ findings, accepted }: Verdict): string {
  return [...findings.map(annotationOf), ...accepted.map(acceptanceOf)]
    .map((annotation) => `${annotation}\n`)
    .join('');
}

function acceptanceOf({ finding, reason }: AcceptedFinding): string {
  const title = escapeProperty(`accepted ${finding.code} ${finding.path}`);
  const text = `${finding.prop}: got ${finding.got}; because ${reason}`;
  return `::notice title=${title}::${escapeData(text)}`;
}

/**
 * A finding as a workflow command of GitHub Actions.
 *
 * @see https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands
 */
function annotationOf(finding: Finding): string {
  const title = escapeProperty(`${finding.code} ${finding.path}`);
  return `::${COMMANDS[finding.level]} title=${title}::${escapeData(findingText(finding))}`;
}

function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
