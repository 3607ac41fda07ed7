import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { App } from 'cdk8s';
import { parseAllDocuments } from 'yaml';
import { MeshApp } from '../../constructs';
import { schemaProblems, unknownFields, type SchemaSubject } from '../support/schema';
import { TOPOLOGIES, UNREVIEWED } from '../topologies/programs';
import { FEATURES } from './programs';

const PROGRAMS: Readonly<Record<string, (app: App) => void>> = { ...FEATURES, ...TOPOLOGIES };
const NAMES = Object.keys(PROGRAMS).sort();

type Files = Readonly<Record<string, string>>;

/** Every file that the program called `name` writes, by name. */
function synthesized(name: string): Files {
  const outdir = mkdtempSync(join(tmpdir(), 'meshwright-golden-'));
  try {
    const app = new MeshApp({ outdir, log: () => undefined });
    PROGRAMS[name]?.(app);
    app.synth();
    return filesIn(outdir);
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

function filesIn(folder: string): Files {
  const texts = readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8')]);
  return Object.fromEntries(texts) as Files;
}

function manifestsOf(files: Files): SchemaSubject[] {
  return Object.values(files).flatMap((text) =>
    parseAllDocuments(text).map((document) => document.toJS() as SchemaSubject),
  );
}

function rewrite(folder: string, files: Files): void {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
}

const outputs = NAMES.map((name) => ({
  name,
  folder: join(__dirname, name),
  files: synthesized(name),
}));
const reviewed = outputs.filter(({ name }) => !UNREVIEWED.includes(name));

if (process.env.UPDATE_GOLDEN === '1') {
  for (const { folder, files } of reviewed) rewrite(folder, files);
}

test.each(reviewed)('$name is written as it was reviewed', ({ folder, files }) => {
  expect(files).toEqual(filesIn(folder));
});

test('every program and every folder here is compared', () => {
  const entries = readdirSync(__dirname, { withFileTypes: true });
  const folders = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  const programs = readdirSync(join(__dirname, 'programs')).map((name) => name.replace('.ts', ''));
  expect(folders.filter((name) => name !== 'programs').sort()).toEqual(
    reviewed.map(({ name }) => name),
  );
  expect(programs.sort()).toEqual(Object.keys(FEATURES));
});

const subjects = outputs.flatMap(({ files }) => manifestsOf(files));

test('the schemas of Kubernetes, Istio and the Prometheus operator accept every golden', () => {
  expect(schemaProblems(subjects)).toEqual([]);
});

test('no golden has a field that the schemas do not know', () => {
  expect(unknownFields(subjects)).toEqual([]);
});
