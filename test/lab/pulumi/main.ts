// `npm run lab:pulumi`: proves on Pulumi's real engine and a real API server what lib/pulumi promises.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { residentMegabytes } from '../machine/memory';
import { Processes } from '../machine/processes';
import { missingTools } from '../tools/cache';
import { startCluster, TOOLS } from './cluster';
import { Engine } from './engine';
import { SCENARIOS } from './scenarios';
import type { Row } from './scenario';

/** Exit code for a machine on which the lab cannot run. */
const EXIT_MISSING_TOOL = 3;

async function main(): Promise<number> {
  const { values } = parseArgs({ options: { only: { type: 'string', multiple: true } } });
  const missing = missingTools([...TOOLS]);
  if (missing.length > 0) {
    const names = missing.map(({ name }) => name).join(', ');
    console.error(`Missing: ${names}. \`npm run lab:tools\` builds them once.`);
    return EXIT_MISSING_TOOL;
  }
  const folder = mkdtempSync(join(tmpdir(), 'meshwright-lab-pulumi-'));
  const processes = new Processes(folder);
  try {
    const kubectl = await startCluster({ processes, folder });
    const engine = await Engine.start(folder, kubectl.kubeconfig);
    console.log(`provider: ${engine.provider}`);
    const rows: Row[] = [];
    for (const { name, play } of SCENARIOS.filter(
      ({ name }) => values.only?.includes(name) ?? true,
    )) {
      const megabytes = (): number =>
        Math.round(residentMegabytes(processes.groups) + process.memoryUsage().rss / 2 ** 20);
      for await (const row of play({ engine, kubectl, folder, megabytes })) {
        rows.push(row);
        print(name, row);
      }
    }
    const wrong = rows.filter(({ holds }) => !holds).length;
    console.log(`\n${rows.length - wrong} passed, ${wrong} failed`);
    return wrong === 0 && rows.length > 0 ? 0 : 1;
  } finally {
    await processes.stopAll();
    if (!process.env.LAB_KEEP) rmSync(folder, { recursive: true, force: true });
  }
}

function print(scenario: string, { promise, measured, holds, seconds }: Row): void {
  const verdict = holds ? 'ok  ' : 'FAIL';
  console.log(
    `${verdict} ${scenario.padEnd(16)} ${promise.padEnd(64)} ${seconds.toFixed(1).padStart(6)} s  ${measured}`,
  );
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
