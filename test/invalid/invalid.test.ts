import { tmpdir } from 'node:os';
import { dirname } from 'node:path';
import { readdirSync } from 'node:fs';
import { App, Chart } from 'cdk8s';
import { MeshApp } from '../../constructs';
import type { Finding } from '../../constructs/testing';
import { findingText } from '../../lib/findings/finding';
import { errors, shop } from '../support/declare';
import { errorOf, filesIn, withFolder, type Files } from '../support/folder';
import { INVALID, loadProgram, programsIn, type Program } from '../support/programs';

/** What an earlier run and its reader left behind. */
const EARLIER: Files = {
  'shop.k8s.yaml': 'kind: Namespace\n',
  'gone.k8s.yaml': '# umlaut \xc3\xa4, no newline at the end',
  'notes/README.md': 'kept by hand\n',
};

const names = programsIn(INVALID);

test('there are programs to refuse', () => {
  expect(names.length).toBeGreaterThan(0);
});

/** A `{placeholder}` that nobody filled in; `{id}` is how a path template is written. */
function unfilled({ want, fix }: Finding): string[] {
  return `${want} ${fix}`.match(/\{(?!id\})\w+\}/g) ?? [];
}

function errorsOf({ build }: Program): readonly Finding[] {
  return shop(build).findings('error');
}

describe.each(names)('%s', (name) => {
  test('raises the errors that it names, and no other', async () => {
    const program = await loadProgram(INVALID, name);
    const codes = new Set(errorsOf(program).map(({ code }) => code));
    expect([...codes].sort()).toEqual([...program.expected].sort());
  });

  test('says where each mistake is, what was found, what was wanted, and what to do', async () => {
    const program = await loadProgram(INVALID, name);
    for (const finding of errorsOf(program)) {
      const { path, prop, got, want, fix } = finding;
      expect([path, prop, got, want, fix]).not.toContain('');
      expect(unfilled(finding)).toEqual([]);
      expect(findingText(finding)).not.toMatch(/undefined|\[object|NaN\b.*NaN|\n/);
    }
  });

  test('stops MeshApp, which lists every error and leaves an earlier output as it was', async () => {
    const program = await loadProgram(INVALID, name);
    withFolder(EARLIER, (outdir) => {
      const app = new MeshApp({ outdir, log: () => undefined });
      program.build(new Chart(app, 'shop', { namespace: 'shop' }));
      const thrown = errorOf(() => app.synth()).split('\n');
      const told = errors(shop(program.build)).map((line) => `  ${line}`);
      expect(thrown.slice(1).sort()).toEqual(told.sort());
      expect(filesIn(outdir)).toEqual(EARLIER);
      expect(readdirSync(dirname(outdir))).toEqual(['manifests']);
    });
  });

  test('stops a stock cdk8s App, which names every code', async () => {
    const program = await loadProgram(INVALID, name);
    const app = new App({ outdir: tmpdir() });
    program.build(new Chart(app, 'shop', { namespace: 'shop' }));
    const thrown = errorOf(() => app.synth());
    for (const code of program.expected) expect(thrown).toContain(code);
  });
});
