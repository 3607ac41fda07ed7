// How long things take, in this process and in others.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'cdk8s';

const require = createRequire(import.meta.url);
export const { synthesize, synthesizeShards } = require('../../dist/package/index.js');

export const IS_LONG = process.argv.includes('--long');
// for a first look, or a machine that has other work
export const IS_QUICK = process.argv.includes('--quick');
export const often = (times) => (IS_QUICK ? 1 : times);

// in memory where there is such a folder, so that a slow disk does not hide what is measured
const BASE = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();

/** Calls `use` with an empty folder, which is removed afterwards. */
export function inFolder(use) {
  const folder = mkdtempSync(join(BASE, 'meshwright-bench-'));
  try {
    return use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Milliseconds on the clock and on the processor. */
export function timed(work) {
  const cpu = process.cpuUsage();
  const start = performance.now();
  work();
  const ms = performance.now() - start;
  const { user, system } = process.cpuUsage(cpu);
  return { ms, cpuMs: (user + system) / 1000 };
}

export function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

export const medianOf = (runs) => ({
  ms: median(runs.map(({ ms }) => ms)),
  cpuMs: median(runs.map(({ cpuMs }) => cpuMs)),
});

/** Times ours alone on fresh trees. */
export function timeOurs(declare, times) {
  return medianOf(repeated(times, () => inFolder((folder) => ours(appIn(folder, declare)))));
}

/** Times ours with the declaration of what is written. */
export function timeWhole(declare) {
  return inFolder((folder) => timed(() => synthesize(appIn(folder, declare))));
}

/** Times ours and cdk8s's on the same tree, one after the other, and compares what they wrote. */
export function timePair(declare, times) {
  const runs = repeated(times, () =>
    inFolder((folder) => {
      const app = appIn(join(folder, 'ours'), declare);
      const first = ours(app);
      moveTo(app, join(folder, 'stock'));
      const second = timed(() => app.synth());
      if (digestOf(join(folder, 'ours')) !== digestOf(join(folder, 'stock'))) {
        throw new Error('ours and cdk8s wrote different bytes');
      }
      return { ours: first, stock: second };
    }),
  );
  const [mine, stock] = [
    medianOf(runs.map((run) => run.ours)),
    medianOf(runs.map((run) => run.stock)),
  ];
  return { ours: mine, stock, ratio: median(runs.map((run) => run.stock.ms / run.ours.ms)) };
}

export function appIn(outdir, declare) {
  const app = new App({ outdir });
  declare(app);
  return app;
}

const ours = (app) => timed(() => synthesize(app));

function moveTo(app, outdir) {
  Object.defineProperty(app, 'outdir', { value: outdir, configurable: true });
}

export function repeated(times, run) {
  return Array.from({ length: times }, () => {
    globalThis.gc?.();
    return run();
  });
}

/** One hash over the names and contents of all files in a folder. */
export function digestOf(folder) {
  const hash = createHash('sha256');
  for (const name of readdirSync(folder).sort()) {
    hash.update(`${name}\0`).update(readFileSync(join(folder, name)));
  }
  return hash.digest('hex');
}

/** Runs a program of this folder as a process of its own: milliseconds from start to end, and its peak memory. */
export function timeProcess(args) {
  const start = performance.now();
  const printed = runProgram(args);
  const ms = performance.now() - start;
  return { ms, peakMb: Number(printed.trim() || 0) };
}

/** What a process of its own prints. */
export function runProgram(args) {
  const { status, stderr, stdout } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${args.join(' ')}: ${stderr}`);
  return stdout;
}
