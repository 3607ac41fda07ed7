import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { join } from 'node:path';
import { processesOf } from '../../machine/guard';
import { until } from '../../machine/until';
import { ROOT } from '../../places';
import type { Row, Scenario } from '../scenario';

const PROGRAM = join(ROOT, 'dist', 'lab', 'test', 'lab', 'pulumi', 'main.js');
/** etcd, API server, controllers, scheduler, kwok, the engine, and its plugin. */
const BUSY = 7;

/** However the lab is ended, it leaves no process and no file. */
export const ENDINGS: Scenario = {
  name: 'endings',
  play: async function* () {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGKILL'] as const) yield await end(signal);
  },
};

async function end(signal: NodeJS.Signals): Promise<Row> {
  const started = Date.now();
  const lab = spawn(process.execPath, [PROGRAM, '--only', 'changes'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const closed = once(lab, 'exit');
  const folder = await folderOf(lab.stdout);
  await until('an update', () => processesOf(folder).length >= BUSY || undefined, {
    forMs: 60_000,
  });
  const before = processesOf(folder).length;
  lab.kill(signal);
  await closed;
  const isGone = await until(
    'the end of everything',
    () => (processesOf(folder).length === 0 && !existsSync(folder)) || undefined,
  ).catch(() => false);
  const after = processesOf(folder).length;
  return {
    promise: `${signal} in the midst of an update leaves no process and no file`,
    measured: `${before} processes before, ${after} after, files ${existsSync(folder) ? 'there' : 'gone'}`,
    holds: isGone,
    seconds: (Date.now() - started) / 1000,
  };
}

/** The folder that the first line says. */
async function folderOf(output: NodeJS.ReadableStream): Promise<string> {
  for await (const line of createInterface(output)) {
    const [, folder] = /files: (.+)$/.exec(line) ?? [];
    if (folder !== undefined) return folder;
  }
  throw new Error('the lab did not start');
}
