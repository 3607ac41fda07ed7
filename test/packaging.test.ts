import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { compile, installConsumer, REPOSITORY, run, type Resolution } from './support/consumer';

jest.setTimeout(180_000);

let consumer: string;
beforeAll(() => {
  consumer = installConsumer();
});
afterAll(() => {
  rmSync(consumer, { recursive: true, force: true });
});

/** What `expression` is in a process of the consumer. */
function evaluate(expression: string): unknown {
  return JSON.parse(run(consumer, process.execPath, '-p', `JSON.stringify(${expression})`));
}

const loadedBy = (entry: string) =>
  evaluate(`(require('${entry}'), Object.keys(require.cache))`) as string[];

/** The values that the committed list promises for an entry point; types leave no trace at run time. */
function promised(entry: string): string[] {
  const report = readFileSync(join(REPOSITORY, 'etc', 'public-api.md'), 'utf8');
  const section = report.split(/^## /m).find((text) => text.startsWith(`${entry}\n`)) ?? '';
  return [...section.matchAll(/^- (?:class|const|enum|function) (\w+)$/gm)].map(
    ([, name]) => `${name}`,
  );
}

test.each<Resolution>(['node10', 'node16', 'bundler'])(
  'a consumer compiles with %s resolution',
  (resolution) => {
    expect(() => compile(consumer, resolution)).not.toThrow();
  },
);

test('the compiled consumer synthesizes a workload and the policy that protects it', () => {
  run(consumer, process.execPath, join(compile(consumer, 'node16'), 'main.js'));
  const kinds = manifestsIn(join(consumer, 'dist')).map(({ kind }) => kind);
  expect(kinds).toEqual(expect.arrayContaining(['Deployment', 'AuthorizationPolicy']));
});

test.each(['meshwright', 'meshwright/testing'])('%s knows no Pulumi', (entry) => {
  expect(loadedBy(entry).filter((file) => file.includes('/@pulumi/'))).toEqual([]);
});

test('loading meshwright/pulumi loads Pulumi, and no cdk8s-plus', () => {
  const loaded = loadedBy('meshwright/pulumi');
  expect(loaded.some((file) => file.includes('/@pulumi/kubernetes/'))).toBe(true);
  expect(loaded.filter((file) => file.includes('/node_modules/cdk8s-plus-27/'))).toEqual([]);
});

test.each(['@pulumi', 'typescript', 'cdk8s-plus-27', '@kubernetes-models', 'kubernetes-models'])(
  'loading meshwright does not load %s',
  (unwanted) => {
    const folder = `/node_modules/${unwanted}/`;
    expect(loadedBy('meshwright').filter((file) => file.includes(folder))).toEqual([]);
  },
);

test('loading meshwright reads a handful of its own files', () => {
  const own = loadedBy('meshwright').filter((file) => file.includes('/node_modules/meshwright/'));
  expect(own.length).toBeGreaterThan(0);
  expect(own.length).toBeLessThan(15);
});

test.each(['meshwright', 'meshwright/testing', 'meshwright/pulumi'])(
  '%s exports at run time what etc/public-api.md lists',
  (entry) => {
    const names = evaluate(`Object.keys(require('${entry}'))`) as string[];
    expect(names.sort()).toEqual(promised(entry).sort());
  },
);

test('etc/public-api.md is what `node scripts/public-api.mjs` writes', () => {
  const fresh = join(mkdtempSync(join(tmpdir(), 'meshwright-api-')), 'public-api.md');
  run(REPOSITORY, process.execPath, join('scripts', 'public-api.mjs'), fresh);
  const committed = readFileSync(join(REPOSITORY, 'etc', 'public-api.md'), 'utf8');
  expect(committed).toBe(readFileSync(fresh, 'utf8'));
});

interface Manifest {
  readonly kind: string;
}

function manifestsIn(folder: string): Manifest[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.yaml'))
    .flatMap((file) => parseAllDocuments(readFileSync(join(folder, file), 'utf8')))
    .map((document) => document.toJS() as Manifest);
}
