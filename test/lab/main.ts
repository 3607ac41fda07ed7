// `npm run lab`: plays the scenarios on a real control plane and real proxies, and compares with what was predicted.
import { once } from 'node:events';
import { parseArgs } from 'node:util';
import { Lab } from './lab';
import { isGood, isNoticed, play, type Outcome } from './play';
import { writeMutations, writeResults } from './report/files';
import { printOutcome } from './report/table';
import { SCENARIOS } from './scenarios';
import type { Scenario } from './scenarios/scenario';
import { missingTools } from './tools/cache';
import { LAB_TOOLS } from './tools/catalogue';

/** Exit code for a machine on which the lab cannot run. */
const EXIT_LACKING = 3;

const USAGE = `npm run lab -- [--only NAME]… [--mutate] [--keep] [--list]
  --only NAME  plays one scenario, or several
  --mutate     takes out what each scenario is about, and wants it to fail
  --keep       leaves everything running after each scenario until Enter is pressed
  --list       says which scenarios there are`;

interface Wishes {
  readonly chosen: readonly Scenario[];
  readonly isMutated: boolean;
  readonly keeps: boolean;
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      only: { type: 'string', multiple: true },
      mutate: { type: 'boolean', default: false },
      keep: { type: 'boolean', default: false },
      list: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help || values.list) {
    console.log(values.help ? USAGE : SCENARIOS.map(({ name }) => name).join('\n'));
    return 0;
  }
  const unknown = values.only?.filter((name) => !SCENARIOS.some((each) => each.name === name));
  if (unknown !== undefined && unknown.length > 0) {
    console.error(`no such scenario: ${unknown.join(', ')}; \`npm run lab -- --list\` lists them`);
    return 2;
  }
  const missing = missingTools(LAB_TOOLS);
  if (missing.length > 0) {
    const names = missing.map(({ name }) => name).join(', ');
    console.error(`missing: ${names}. \`npm run lab:tools\` builds and fetches them.`);
    return EXIT_LACKING;
  }
  return playAll({
    chosen: SCENARIOS.filter(({ name }) => values.only?.includes(name) ?? true),
    isMutated: values.mutate,
    keeps: values.keep,
  });
}

async function playAll({ chosen, isMutated, keeps }: Wishes): Promise<number> {
  const started = Date.now();
  const lab = new Lab();
  stopOnSignals(lab);
  const outcomes: Outcome[] = [];
  try {
    const theatre = await lab.start();
    console.log(`API server and control plane run after ${seconds(started)} s, in ${lab.folder}`);
    for (const scenario of chosen) {
      const beforeClosing = async (): Promise<void> => {
        lab.measureMemory();
        if (keeps) await enter(lab, scenario);
      };
      const outcome = await play(scenario, theatre, { isMutated, beforeClosing });
      printOutcome(outcome, isMutated);
      outcomes.push(outcome);
    }
  } finally {
    await lab.stop();
  }
  if (chosen.length === SCENARIOS.length) {
    await (isMutated ? writeMutations : writeResults)(outcomes);
  }
  const good = outcomes.filter(isMutated ? isNoticed : isGood).length;
  console.log(`\n${seconds(started)} s, at most ${lab.measureMemory()} MB`);
  console.log(`${good} passed, ${outcomes.length - good} failed`);
  return good === outcomes.length ? 0 : 1;
}

async function enter(lab: Lab, { name }: Scenario): Promise<void> {
  console.log(`\n${name} runs on: export KUBECONFIG=${lab.folder}/kubeconfig; Enter ends it`);
  process.stdin.resume();
  await Promise.race([once(process.stdin, 'data'), once(process.stdin, 'end')]);
  process.stdin.pause();
}

function stopOnSignals(lab: Lab): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => {
      console.error(`\n${signal}: stopping everything`);
      void lab.stop().finally(() => process.exit(130));
    });
  }
}

function seconds(since: number): number {
  return Math.round((Date.now() - since) / 1000);
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
