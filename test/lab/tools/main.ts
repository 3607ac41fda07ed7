// `npm run lab:tools [NAME…]`: builds or fetches what is missing, and says what cannot be.
import { parseArgs } from 'node:util';
import { allNames, binaryOf, missingTools } from './cache';
import { TOOLS, versionOf, type ToolName } from './catalogue';
import { lacking, provide } from './provide';

/** Exit code for a machine on which the lab cannot run. */
const EXIT_LACKING = 3;

async function main(): Promise<number> {
  const { positionals } = parseArgs({ allowPositionals: true });
  const unknown = positionals.filter((name) => !allNames().some((known) => known === name));
  if (unknown.length > 0) {
    console.error(`no such tool: ${unknown.join(', ')}; there are ${allNames().join(', ')}`);
    return 2;
  }
  const wanted = positionals.length > 0 ? (positionals as ToolName[]) : allNames();
  const reasons = new Map(missingTools(wanted).map((tool) => [tool, lacking(tool)]));
  for (const [tool, reason] of reasons) if (reason === undefined) await provide(tool);
  for (const tool of TOOLS.filter(({ name }) => wanted.includes(name))) {
    const reason = reasons.get(tool);
    const place = reason === undefined ? binaryOf(tool) : `lacking. ${reason}`;
    console.log(`${tool.name.padEnd(24)} ${versionOf(tool).padEnd(38)} ${place}`);
  }
  return [...reasons.values()].some((reason) => reason !== undefined) ? EXIT_LACKING : 0;
}

main().then(
  (code) => void (process.exitCode = code),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  },
);
