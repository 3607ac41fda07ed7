// Measures synthesis beside cdk8s's own: npm run bench. Writes docs/performance.json and docs/performance.svg.
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join, resolve } from 'node:path';
import {
  filesBeside,
  growth,
  helm,
  memory,
  pairs,
  processes,
  services,
  startUp,
} from './measures.mjs';
import { plot } from './plot.mjs';

const ROOT = resolve(import.meta.dirname, '..', '..');
const MEASURES = { startUp, services, pairs, growth, filesBeside, memory, processes, helm };

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
