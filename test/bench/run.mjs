// Measures synthesis beside cdk8s's own: npm run bench. Prints each result when it is there; docs/performance.json and
// docs/performance.svg are written when all are, so that no file has half of one run and half of another.
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join, resolve } from 'node:path';
import { growth, servicesGrowth } from './growth.mjs';
import { filesBeside, helm, memory, pairs, processes, startUp } from './measures.mjs';
import { plot } from './plot.mjs';
import { services, servicesPairs } from './services.mjs';

const ROOT = resolve(import.meta.dirname, '..', '..');
const MEASURES = {
  startUp,
  services,
  servicesPairs,
  servicesGrowth,
  pairs,
  growth,
  filesBeside,
  memory,
  processes,
  helm,
};

const results = {
  machine: { cores: cpus().length, node: process.version },
};
for (const [name, measure] of Object.entries(MEASURES)) {
  process.stderr.write(`${name} …\n`);
  results[name] = measure();
  console.log(`${name}\n${JSON.stringify(results[name], undefined, 1)}`);
}
const text = JSON.stringify(
  results,
  (_, value) => (typeof value === 'number' ? rounded(value) : value),
  2,
);
writeFileSync(join(ROOT, 'docs', 'performance.json'), `${text}\n`);
writeFileSync(join(ROOT, 'docs', 'performance.svg'), plot(results));
spawnSync('npm', ['run', '-s', 'docs'], { cwd: ROOT, stdio: 'inherit' });

/** Three digits are as many as a measurement is worth. */
function rounded(value) {
  return Math.abs(value) >= 100 ? Math.round(value) : Number(value.toPrecision(3));
}
