import { existsSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { inspect, type InspectedApp } from '../synth/inspection';
import { InputError } from './input-error';
import { keepRunning, runProgram } from './run-program';

/** The program that declares the app, and what it declares. */
export interface LoadedProgram {
  readonly entry: string;
  readonly apps: readonly InspectedApp[];
}

/**
 * Runs the compiled program `given`, or the one that `cdk8s.yaml` names, and keeps it from writing anything.
 *
 * What it prints goes to standard error, so that reports stay readable.
 */
export async function loadProgram(given: string | undefined): Promise<LoadedProgram> {
  const entry = given ?? entryOfConfiguration();
  const file = resolve(entry);
  checkFile(entry, file);
  const restore = [quiet(), keepRunning(), neverSynthesize(file)];
  try {
    const apps = await inspect((made) => runProgram(file, entry, () => made.length > 0));
    const declared = apps.filter(declaresSomething);
    if (declared.length === 0) throw new InputError(`${entry} declares nothing of Meshwright`);
    return { entry, apps: declared };
  } finally {
    for (const undo of restore) undo();
  }
}

/** Whether there is anything to check: an app of its own may have a gateway alone, or only what was refused. */
function declaresSomething(app: InspectedApp): boolean {
  const { graph, gateways, namespaces, experiments } = app.plan();
  const declared = [graph.targets, gateways, namespaces, experiments];
  return declared.some(({ size }) => size > 0) || app.verdict().findings.length > 0;
}

const CONFIGURATION = 'cdk8s.yaml';

/** The last program that the `app` of `cdk8s.yaml` gives to Node.js. */
function entryOfConfiguration(): string {
  if (!existsSync(CONFIGURATION)) {
    throw new InputError(`name a compiled program, or run this where ${CONFIGURATION} is`);
  }
  const app = /^app:\s*(.+)$/m.exec(readText(CONFIGURATION))?.[1] ?? '';
  const entry = [...app.matchAll(/\bnode\s+(?:-\S+\s+)*([^\s'";&|]+)/g)].at(-1)?.[1];
  if (entry === undefined) {
    throw new InputError(`the app of ${CONFIGURATION} runs no program with node: name one`);
  }
  return entry;
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new InputError(`${file} cannot be read: ${(error as Error).message}`);
  }
}

function checkFile(entry: string, file: string): void {
  if (!existsSync(file)) throw new InputError(`there is no ${entry}`);
  if (statSync(file).isDirectory()) {
    throw new InputError(`${entry} is a folder: name the compiled program that declares the app`);
  }
  if (!/\.[cm]?js$/.test(file)) {
    throw new InputError(`${entry} is no JavaScript: name the compiled program`);
  }
}

/** The program's own output must not end up in a report. */
function quiet(): () => void {
  const write = process.stdout.write.bind(process.stdout);
  process.stdout.write = process.stderr.write.bind(process.stderr);
  return () => {
    process.stdout.write = write;
  };
}

interface Cdk8s {
  readonly App: { readonly prototype: { synth: () => void } };
}

/** A stock App knows nothing of being looked at: the program's own copy of cdk8s is told not to write. */
function neverSynthesize(file: string): () => void {
  try {
    const { App } = createRequire(file)('cdk8s') as Cdk8s;
    const { synth } = App.prototype;
    App.prototype.synth = () => undefined;
    return () => {
      App.prototype.synth = synth;
    };
  } catch {
    // a program without cdk8s declares nothing, which is said in better words later
    return () => undefined;
  }
}
