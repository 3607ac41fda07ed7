// `npm run lab`: plays the scenarios on a real control plane and real proxies, and compares with what was predicted.
import { parseArgs } from 'node:util';
import { Lab } from './lab';
import { isGood, isNoticed, play, type Outcome } from './play';
import { SCENARIOS } from './scenarios';

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      only: { type: 'string', multiple: true },
      mutate: { type: 'boolean', default: false },
      keep: { type: 'boolean', default: false },
    },
  });
  const chosen = SCENARIOS.filter(({ name }) => values.only?.includes(name) ?? true);
  const lab = new Lab();
  const outcomes: Outcome[] = [];
  try {
    const theatre = await lab.start();
    console.log(lab.folder);
    for (const scenario of chosen) {
      const outcome = await play(scenario, theatre, {
        isMutated: values.mutate,
        beforeClosing: async () => {
          lab.measureMemory();
          if (values.keep) await new Promise((done) => process.stdin.once('data', done));
        },
      });
      outcomes.push(outcome);
      console.log(scenario.name, outcome.seconds, outcome.broke);
      for (const row of outcome.rows)
        console.log(row.holds ? '  ' : '! ', row.promise, row.expected, row.measured);
    }
  } finally {
    await lab.stop();
  }
  console.log(lab.measureMemory());
  return outcomes.every(values.mutate ? isNoticed : isGood) ? 0 : 1;
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
