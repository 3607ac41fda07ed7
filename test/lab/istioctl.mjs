import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

// Istio's release tags have no leading `v`: Go knows its versions by their commits only.
const VERSION = 'v0.0.0-20260827124520-eed52ebb66ad';
const PACKAGE = 'istio.io/istio/istioctl/cmd/istioctl';

/** Exit code for a machine on which the lab cannot run. */
const EXIT_MISSING_TOOL = 3;

/** Path of istioctl: `ISTIOCTL`, the one built before, or a new one. */
export async function istioctl() {
  if (process.env.ISTIOCTL) return process.env.ISTIOCTL;
  const cache = process.env.XDG_CACHE_HOME || join(homedir(), '.cache');
  const folder = join(cache, 'meshwright', `istioctl-${VERSION}`);
  const binary = join(folder, 'istioctl');
  if (!existsSync(binary)) await build(folder, binary);
  return binary;
}

async function build(folder, binary) {
  if (spawnSync('go', ['version']).error) {
    console.error('istioctl is missing, and so is Go, which would build it.');
    console.error('Install Go from https://go.dev/dl, or set ISTIOCTL to the path of an istioctl.');
    process.exit(EXIT_MISSING_TOOL);
  }
  const unfinished = join(folder, 'unfinished');
  mkdirSync(unfinished, { recursive: true });
  console.log(`building istioctl ${VERSION} once, which takes minutes:\n  ${binary}`);
  await goInstall(unfinished);
  // only a whole binary ever has the final name
  renameSync(join(unfinished, 'istioctl'), binary);
}

async function goInstall(folder) {
  const started = Date.now();
  const elapsed = () => `${Math.round((Date.now() - started) / 1000)} s`;
  const progress = setInterval(() => console.log(`  … still building, ${elapsed()}`), 30_000);
  const stamp = `-s -w -X istio.io/istio/pkg/version.buildVersion=${VERSION}`;
  const args = ['install', '-trimpath', '-ldflags', stamp, `${PACKAGE}@${VERSION}`];
  const env = { ...process.env, CGO_ENABLED: '0', GOBIN: folder };
  const code = await new Promise((done) => {
    spawn('go', args, { env, stdio: 'inherit' }).on('close', done);
  });
  clearInterval(progress);
  if (code !== 0) throw new Error(`go install ended with exit code ${code} after ${elapsed()}`);
  console.log(`  built in ${elapsed()}`);
}
