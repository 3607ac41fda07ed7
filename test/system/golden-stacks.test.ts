import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import type { Manifest } from '../../constructs/testing';
import { STACKS } from '../../stacks/stacks';
import { schemaProblems, unknownFields } from '../support/schema';

const ROOT = join(__dirname, '..', '..');
const NAMES = Object.keys(STACKS);

function synthesizeInProcess(environment: NodeJS.ProcessEnv = {}): ReadonlyMap<string, string> {
  const outdir = mkdtempSync(join(tmpdir(), 'meshwright-stacks-'));
  try {
    execFileSync(process.execPath, [join(ROOT, 'dist/js/stacks/main.js')], {
      cwd: tmpdir(),
      env: { ...process.env, ...environment, CDK8S_OUTDIR: outdir },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    return new Map(NAMES.map((name) => [name, readFileSync(manifestIn(outdir, name), 'utf8')]));
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

function manifestIn(outdir: string, name: string): string {
  return join(outdir, name, `${name}.k8s.yaml`);
}

describe('the compiled stacks', () => {
  const first = synthesizeInProcess();

  test.each(NAMES)('write the committed manifests of %s, byte for byte', (name) => {
    const committed = readFileSync(manifestIn(join(ROOT, 'dist/manifests'), name), 'utf8');
    expect(first.get(name)).toBe(committed);
  });

  test('write the same bytes in another process, place, language and time zone', () => {
    const second = synthesizeInProcess({
      TZ: 'Pacific/Auckland',
      LANG: 'tr_TR.UTF-8',
      LC_ALL: 'tr_TR.UTF-8',
      HOME: '/nonexistent',
    });
    expect(second).toEqual(first);
  });

  test.each(NAMES)('write objects of %s that their schemas accept', (name) => {
    const documents = parseAllDocuments(first.get(name) ?? '');
    const manifests = documents.map((document) => document.toJS() as Manifest);
    expect([...schemaProblems(manifests), ...unknownFields(manifests)]).toEqual([]);
  });
});
