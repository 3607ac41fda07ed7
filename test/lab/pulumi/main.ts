// `npm run lab:pulumi`: proves on Pulumi's real engine and a real API server what lib/pulumi promises.
import { parseArgs } from 'node:util';
import { missingTools } from '../tools/cache';
import { TOOLS } from './cluster';
import { PulumiLab } from './lab';
import { printRow, printTable, type Verdict } from './report';
import { SCENARIOS } from './scenarios';
import type { Row, Scenario } from './scenario';

/** Exit code for a machine on which the lab cannot run. */
const EXIT_LACKING = 3;

const USAGE = `npm run lab:pulumi -- [--only NAME]… [--list]
  --only NAME  plays one scenario, or several
  --list       says which scenarios there are
LAB_KEEP=1 leaves the files of the run where they are.
It ends with 0 where everything holds, 1 where something does not, 2 on a wrong option, and 3 where a tool is missing.`;

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      only: { type: 'string', multiple: true },
      list: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const names = SCENARIOS.map(({ name }) => name);
  if (values.help || values.list) {
    console.log(values.help ? USAGE : names.join('\n'));
    return 0;
  }
  const unknown = (values.only ?? []).filter((name) => !names.includes(name));
  if (unknown.length > 0) {
    console.error(`no such scenario: ${unknown.join(', ')}; there are ${names.join(', ')}`);
    return 2;
  }
  const chosen = SCENARIOS.filter(({ name }) => values.only?.includes(name) ?? true);
  const missing = missingTools([...TOOLS]).map(({ name }) => name);
  if (missing.length > 0) {
    console.error(`skipped: ${chosen.map(({ name }) => name).join(', ')}`);
    console.error(`missing: ${missing.join(', ')}. \`npm run lab:tools\` builds them once.`);
    return EXIT_LACKING;
  }
  return playAll(chosen);
}

async function playAll(chosen: readonly Scenario[]): Promise<number> {
  const started = Date.now();
  const lab = new PulumiLab();
  stopOnSignals(lab);
  const verdicts: Verdict[] = [];
  try {
    const { provider } = await lab.start();
    console.log(`provider: ${provider}; files: ${lab.folder}`);
    for (const scenario of chosen) verdicts.push(await play(scenario, lab));
  } finally {
    await lab.stop();
  }
  printTable(verdicts, { seconds: (Date.now() - started) / 1000, megabytes: lab.megabytes });
  const rows = verdicts.flatMap((verdict) => verdict.rows);
  return rows.length > 0 && rows.every(({ holds }) => holds) ? 0 : 1;
}

async function play({ name, play }: Scenario, lab: PulumiLab): Promise<Verdict> {
  const started = Date.now();
  const rows: Row[] = [];
  const add = (row: Row): void => {
    rows.push(row);
    printRow(name, row);
  };
  try {
    for await (const row of play(lab.theatre)) add(row);
  } catch (error) {
    const measured = error instanceof Error ? (error.stack ?? error.message) : String(error);
    add({ promise: 'is played to its end', measured, holds: false, seconds: 0 });
  }
  if (rows.some(({ holds }) => !holds)) await lab.tidy();
  return {
    name,
    rows,
    seconds: (Date.now() - started) / 1000,
    megabytes: lab.theatre.memory.mostSince(),
  };
}

function stopOnSignals(lab: PulumiLab): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => {
      console.error(`\n${signal}: stopping everything`);
      void lab.stop().finally(() => process.exit(130));
    });
  }
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
