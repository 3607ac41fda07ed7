import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

export const REPOSITORY = resolve(__dirname, '..', '..');
const MODULES = join(REPOSITORY, 'node_modules');
const PEERS = ['cdk8s', 'cdk8s-plus-27', 'constructs'];

/** How a consumer's compiler finds a package. */
export type Resolution = 'node10' | 'node16' | 'bundler';

const MODULE_OF: Record<Resolution, string> = {
  node10: 'commonjs',
  node16: 'node16',
  bundler: 'esnext',
};

/** Runs `command` in `folder`; a failure shows what the command printed. */
export function run(folder: string, command: string, ...args: string[]): string {
  const options = { cwd: folder, encoding: 'utf8', stdio: 'pipe' } as const;
  try {
    return execFileSync(command, args, options);
  } catch (error) {
    const { stdout, stderr } = error as { stdout?: string; stderr?: string };
    const output = `${stdout ?? ''}${stderr ?? ''}`;
    throw new Error(`${command} ${args.join(' ')} failed:\n${output}`, { cause: error });
  }
}

/** Builds and packs this package; the path of the tarball. */
export function packInto(folder: string): string {
  const output = run(REPOSITORY, 'npm', 'pack', '--silent', '--pack-destination', folder);
  return join(folder, output.trim().split('\n').at(-1) ?? '');
}

/** The packages that the one in `folder` needs to run, and those that they need in turn. */
function dependenciesOf(folder: string, known = new Set<string>()): ReadonlySet<string> {
  const { dependencies = {} } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
    dependencies?: Readonly<Record<string, string>>;
  };
  for (const name of Object.keys(dependencies)) {
    if (known.has(name)) continue;
    known.add(name);
    dependenciesOf(join(MODULES, name), known);
  }
  return known;
}

/** An empty project with the packed package and its peers in it. */
export function installConsumer(): string {
  const folder = mkdtempSync(join(tmpdir(), 'meshwright-consumer-'));
  writeFileSync(join(folder, 'package.json'), '{ "name": "consumer", "private": true }\n');
  // Copies of what is here already, so that neither network nor cache is needed. `legacy-peer-deps`,
  // because cdk8s-plus-27 names a command-line tool of two hundred packages as a peer of its own.
  run(
    folder,
    'npm',
    'install',
    ...['--prefix', folder, '--offline', '--ignore-scripts', '--no-audit', '--no-fund'],
    ...['--legacy-peer-deps', '--install-links', packInto(folder)],
    ...[...PEERS, ...dependenciesOf(REPOSITORY)].map((name) => join(MODULES, name)),
  );
  // an optional peer of two hundred packages, which are found from where they are
  symlinkSync(join(MODULES, '@pulumi'), join(folder, 'node_modules', '@pulumi'));
  cpSync(join(REPOSITORY, 'test', 'fixtures', 'consumer'), folder, { recursive: true });
  return folder;
}

/** Compiles the consumer's programs without trusting any declaration file; the folder that they are in. */
export function compile(folder: string, resolution: Resolution): string {
  const out = join(folder, `out-${resolution}`);
  if (existsSync(out)) return out;
  const project = join(folder, `tsconfig.${resolution}.json`);
  const compilerOptions = {
    module: MODULE_OF[resolution],
    moduleResolution: resolution,
    target: 'es2022',
    strict: true,
    skipLibCheck: false,
    typeRoots: [join(MODULES, '@types')],
    types: ['node'],
    outDir: out,
    noEmitOnError: true,
  };
  writeFileSync(project, JSON.stringify({ compilerOptions, files: ['main.ts'] }));
  run(folder, process.execPath, join(MODULES, 'typescript', 'bin', 'tsc'), '-p', project);
  return out;
}
