import { CATALOGUE, type FindingCode } from '../findings/catalogue';
import { findingText, type Finding, type FindingLevel } from '../findings/finding';
import type { Verdict } from '../findings/suppress';

const LEVELS: Readonly<Record<FindingLevel, 'error' | 'warning' | 'note'>> = {
  error: 'error',
  warning: 'warning',
  info: 'note',
};

/** The findings as a SARIF 2.1.0 log; `entry` is the program that declares the app. */
export function sarifOf({ findings, accepted }: Verdict, entry: string): object {
  const codes = [...findings, ...accepted.map(({ finding }) => finding)].map(({ code }) => code);
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'meshwright', rules: [...new Set(codes)].sort().map(ruleOf) } },
        results: [
          ...findings.map((finding) => resultOf(finding, entry)),
          ...accepted.map(({ finding, reason }) => ({
            ...resultOf(finding, entry),
            suppressions: [{ kind: 'inSource', justification: reason }],
          })),
        ],
      },
    ],
  };
}

function ruleOf(code: FindingCode): object {
  const { title, fix, level } = CATALOGUE[code];
  return {
    id: code,
    shortDescription: { text: title },
    help: { text: fix },
    defaultConfiguration: { level: LEVELS[level] },
  };
}

function resultOf(finding: Finding, entry: string): object {
  const { code, level, path, listed } = finding;
  return {
    ruleId: code,
    level: LEVELS[level],
    message: { text: findingText(finding) },
    locations: [
      {
        physicalLocation: { artifactLocation: { uri: uriOf(entry) } },
        logicalLocations: [{ fullyQualifiedName: path, kind: 'object' }],
      },
    ],
    ...(listed && { properties: { listed } }),
  };
}

/** A path as a reference; `#` and `?` are names of files too. */
function uriOf(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/');
}
