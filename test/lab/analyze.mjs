// `npm run lab:analyze`: what Istio's own validation and analysis say about everything we render.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { istioctl } from './istioctl.mjs';

const ROOT = resolve(import.meta.dirname, '..', '..');

/** Every folder and every YAML file directly below `folder`: each is a system of its own. */
function systemsIn(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && hasManifests(join(folder, entry.name)))
    .map((entry) => relative(ROOT, join(folder, entry.name)))
    .sort();
}

function hasManifests(folder) {
  return readdirSync(folder).some((name) => name.endsWith('.yaml'));
}

// What istioctl says about every EnvoyFilter, whatever is in it; other warnings are lines of their own.
const OF_EVERY_ENVOY_FILTER =
  /^(".*" has warnings: |\t\* EnvoyFilter\/\S+: EnvoyFilter exposes internal implementation details .*)$/;
const CLEAN_LINE = /^(".*" is valid|✔ No validation issues found when analyzing.*| {2}- .*)?$/;

/** What istioctl says beyond "all is well": it ends with exit code 0 when there are only warnings. */
function messagesOf(binary, args) {
  const { error, status, stdout, stderr } = spawnSync(binary, args, {
    cwd: ROOT,
    encoding: 'utf8',
  });
  if (error) throw error;
  const messages = `${stdout}${stderr}`
    .split('\n')
    .filter((line) => !CLEAN_LINE.test(line) && !OF_EVERY_ENVOY_FILTER.test(line));
  return status === 0 || messages.length > 0 ? messages : [`exit code ${status}`];
}

function check(binary, system) {
  const started = Date.now();
  const validate = messagesOf(binary, ['validate', '-f', system]);
  const analyze = messagesOf(binary, ['analyze', '--use-kube=false', '--color=false', system]);
  for (const message of [...validate, ...analyze]) console.log(`${system}: ${message}`);
  return { system, validate, analyze, seconds: (Date.now() - started) / 1000 };
}

function row(...cells) {
  const [system, ...others] = cells.map(String);
  console.log(system.padEnd(48) + others.map((cell) => cell.padStart(10)).join(''));
}

const verdict = (messages) => (messages.length === 0 ? 'clean' : `${messages.length} lines`);

const binary = await istioctl();
const systems = ['dist/manifests', 'test/golden'].flatMap((folder) =>
  systemsIn(join(ROOT, folder)),
);
if (systems.length === 0) {
  console.error('There is nothing to analyze: run `npm run synth` first.');
  process.exit(1);
}

const results = systems.map((system) => check(binary, system));

row('system', 'validate', 'analyze', 'seconds');
for (const { system, validate, analyze, seconds } of results) {
  row(system, verdict(validate), verdict(analyze), seconds.toFixed(1));
}
const clean = results.every(({ validate, analyze }) => validate.length + analyze.length === 0);
process.exit(clean ? 0 : 1);
