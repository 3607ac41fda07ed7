// `npm run lab:analyze`: what Istio's own validation and analysis say about everything we render.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { MeshApp } from '../../constructs';
import { TOPOLOGIES, UNREVIEWED } from '../topologies/programs';
import { ROOT } from './places';
import { binaryOf, missingTools } from './tools/cache';
import { TOOLS, type Tool } from './tools/catalogue';
import { lacking, provide } from './tools/provide';

/** Exit code for a machine on which there is no istioctl. */
const EXIT_LACKING = 3;

interface Analysis {
  readonly system: string;
  readonly validate: readonly string[];
  readonly analyze: readonly string[];
  readonly seconds: number;
}

/** Every folder directly below `folder` that has manifests: each is a system of its own. */
function systemsIn(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && hasManifests(join(folder, entry.name)))
    .map((entry) => relative(ROOT, join(folder, entry.name)))
    .sort();
}

function hasManifests(folder: string): boolean {
  return readdirSync(folder).some((name) => name.endsWith('.yaml'));
}

/** The topologies that have no golden, synthesized anew. */
function unreviewedSystems(): readonly string[] {
  return UNREVIEWED.map((name) => {
    const outdir = join(ROOT, 'dist', 'lab', 'unreviewed', name);
    const app = new MeshApp({ outdir, log: () => undefined });
    TOPOLOGIES[name]?.(app);
    app.synth();
    return relative(ROOT, outdir);
  });
}

const CLEAN_LINE = /^(".*" is valid|✔ No validation issues found when analyzing.*| {2}- .*)?$/;
// said of every EnvoyFilter there is; ours name the versions that they were tried with
const ENVOY_FILTER_LINE =
  /^".*" has warnings: ?$|^\t\* EnvoyFilter\/.*: EnvoyFilter exposes internal implementation details/;

/** What istioctl says beyond "all is well": it ends with exit code 0 when there are only warnings. */
function messagesOf(binary: string, args: readonly string[]): readonly string[] {
  const { error, status, stdout, stderr } = spawnSync(binary, args, {
    cwd: ROOT,
    encoding: 'utf8',
  });
  if (error) throw error;
  const messages = `${stdout}${stderr}`
    .split('\n')
    .filter((line) => !CLEAN_LINE.test(line) && !ENVOY_FILTER_LINE.test(line));
  return status === 0 || messages.length > 0 ? messages : [`exit code ${status}`];
}

function check(binary: string, system: string): Analysis {
  const started = Date.now();
  const validate = messagesOf(binary, ['validate', '-f', system]);
  const analyze = messagesOf(binary, ['analyze', '--use-kube=false', '--color=false', system]);
  for (const message of [...validate, ...analyze]) console.log(`${system}: ${message}`);
  return { system, validate, analyze, seconds: (Date.now() - started) / 1000 };
}

function row(system: string, ...others: readonly string[]): void {
  console.log(system.padEnd(48) + others.map((cell) => cell.padStart(10)).join(''));
}

function verdict(messages: readonly string[]): string {
  return messages.length === 0 ? 'clean' : `${messages.length} lines`;
}

/** `ISTIOCTL`, the one built before, or a new one; undefined where there can be none. */
async function istioctl(): Promise<string | undefined> {
  if (process.env.ISTIOCTL) return process.env.ISTIOCTL;
  const tool = TOOLS.find(({ name }) => name === 'istioctl') as Tool;
  if (missingTools(['istioctl']).length > 0) {
    const reason = lacking(tool) ?? (await reasonOf(provide(tool)));
    if (reason !== undefined) {
      console.error(`istioctl is lacking. ${reason}, or set ISTIOCTL to the path of an istioctl.`);
      return undefined;
    }
  }
  return binaryOf(tool);
}

/** Why `work` failed; undefined where it did not. */
function reasonOf(work: Promise<void>): Promise<string | undefined> {
  return work.then(
    () => undefined,
    (error: unknown) => String(error),
  );
}

async function main(): Promise<number> {
  const binary = await istioctl();
  if (binary === undefined) return EXIT_LACKING;
  const rendered = ['dist/manifests', 'test/golden'].flatMap((folder) =>
    systemsIn(join(ROOT, folder)),
  );
  const systems = [...rendered, ...unreviewedSystems()];
  if (rendered.length === 0) {
    console.error('There is nothing to analyze: run `npm run synth` first.');
    return 1;
  }
  const results = systems.map((system) => check(binary, system));
  row('system', 'validate', 'analyze', 'seconds');
  for (const { system, validate, analyze, seconds } of results) {
    row(system, verdict(validate), verdict(analyze), seconds.toFixed(1));
  }
  return results.every(({ validate, analyze }) => validate.length + analyze.length === 0) ? 0 : 1;
}

main().then(
  (code) => void (process.exitCode = code),
  (error: unknown) => {
    console.error(error);
    process.exitCode = 1;
  },
);
