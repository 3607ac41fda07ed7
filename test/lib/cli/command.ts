import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { REPOSITORY } from '../../meta/sources';

export const MAIN = join(REPOSITORY, 'dist', 'js', 'lib', 'cli', 'main.js');

/** The program of both applications. */
export const STACKS = join(REPOSITORY, 'dist', 'js', 'stacks', 'main.js');

const INDEX = join(REPOSITORY, 'dist', 'js', 'constructs', 'index.js');

/** What a command left behind. */
export interface Run {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** An empty folder in which commands are run. */
export const folder = mkdtempSync(join(tmpdir(), 'meshwright-cli-'));

/** Runs the command with `args` as a person would whose terminal is read by nobody. */
export function meshwright(...args: string[]): Run {
  return runProgram(process.execPath, MAIN, ...args);
}

/** Runs any program in the same folder. */
export function runProgram(command: string, ...args: string[]): Run {
  const { status, stdout, stderr } = spawnSync(command, args, {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, CDK8S_OUTDIR: undefined },
  });
  return { status, stdout, stderr };
}

/** A file of that folder. */
export function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

/** A program that declares `body` in the chart `shop`, and synthesizes. */
export function program(name: string, body: string): string {
  return file(
    name,
    `const { Chart } = require(${JSON.stringify(createRequire(INDEX).resolve('cdk8s'))});
const { Duration, Experiment, ExternalService, Fault, Findings, Mesh, MeshApp, MeshGateway, MeshNamespace, Objective, Operation, Profile, ResilientService, Retries, Scale } = {
  ...require(${JSON.stringify(createRequire(INDEX).resolve('cdk8s'))}),
  ...require(${JSON.stringify(INDEX)}),
};
const app = new MeshApp();
const shop = new Chart(app, 'shop', { namespace: 'shop' });
const service = (name, props) => new ResilientService(shop, name, { image: 'ghcr.io/acme/' + name + ':1.2.3', port: 8080, ...props });
${body}
console.log('the program says something');
app.synth();
`,
  );
}

/** A program with a warning: two replicas of one service. */
export const TWO = program('two.js', "service('cart', { scale: Scale.fixed(2) });");
