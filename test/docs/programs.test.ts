import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compileFunction } from 'node:vm';
import * as pulumi from '@pulumi/pulumi';
import * as cdk8s from 'cdk8s';
import ts from 'typescript';
import { parseAllDocuments } from 'yaml';
import * as meshwright from '../../constructs';
import * as testing from '../../constructs/testing';
import { findingLine } from '../../lib/findings/finding';
import * as bridge from '../../lib/pulumi';
import { pages, REPOSITORY, textOf } from '../meta/sources';

interface Program {
  readonly title: string;
  readonly code: string;
}

/** The programs on a page: its `ts` blocks, each `// continues` block joined to the one before it. */
function programsOn(page: string): Program[] {
  const blocks = [...textOf(page).matchAll(/^```ts\n(.*?)^```/gms)].map(([, code = '']) => code);
  return blocks
    .reduce<string[]>((programs, code) => {
      const previous = code.startsWith('// continues') ? (programs.pop() ?? '') : '';
      return [...programs, previous + code];
    }, [])
    .map((code, index) => ({ title: `${page}, program ${index + 1}`, code }));
}

/** The apps that `code` makes; what they write goes to `folder`, and its tests run at once. */
function appsOf(code: string, folder: string): cdk8s.App[] {
  const apps: cdk8s.App[] = [];
  class App extends cdk8s.App {
    public constructor(props: cdk8s.AppProps = {}) {
      super({ ...props, outdir: folder });
      apps.push(this);
    }
  }
  class MeshApp extends meshwright.MeshApp {
    public constructor(props: meshwright.MeshAppProps = {}) {
      super({ ...props, outdir: folder, log: () => undefined });
      apps.push(this);
    }
  }
  const modules: Record<string, unknown> = {
    cdk8s: { ...cdk8s, App },
    meshwright: { ...meshwright, MeshApp },
    'meshwright/testing': testing,
    'meshwright/pulumi': bridge,
  };
  const { outputText } = ts.transpileModule(code, {
    compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 },
  });
  const load = (name: string): unknown => modules[name] ?? jest.requireActual(name);
  const runTest = (_title: string, body: () => void): void => body();
  const run = compileFunction(outputText, ['require', 'exports', 'test', 'expect']) as (
    ...globals: readonly unknown[]
  ) => void;
  run(load, {}, runTest, expect);
  return apps;
}

function inFolder<T>(use: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'meshwright-docs-'));
  try {
    return use(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

beforeAll(() =>
  pulumi.runtime.setMocks({
    newResource: ({ name, inputs }) => ({ id: name, state: inputs as object }),
    call: () => ({}),
  }),
);

function problemsOf(app: cdk8s.App): string[] {
  const system = testing.systemOf(app);
  return (
    [...system.findings('error'), ...system.findings('warning')]
      // what a deployment has replaced by then
      .filter(({ code }) => code !== 'MW0904')
      .map(findingLine)
  );
}

test.each(pages().flatMap(programsOn))('$title runs, and nothing is refused', ({ code }) => {
  const problems = inFolder((folder) => appsOf(code, folder).flatMap(problemsOf));
  expect(problems).toEqual([]);
});

/** The documents of a file by `Kind/name`. */
function documentsIn(text: string): Map<string, unknown> {
  const objects = parseAllDocuments(text).map((document) => document.toJS() as testing.Manifest);
  return new Map(objects.map((object) => [`${object.kind}/${object.metadata.name}`, object]));
}

test('what README.md shows is what its program writes', () => {
  const [program] = programsOn('README.md');
  const written = inFolder((folder) => {
    appsOf(program?.code ?? '', folder);
    return readdirSync(folder).map((file) => readFileSync(join(folder, file), 'utf8'));
  });
  const objects = documentsIn(written.join('---\n'));
  const regions = textOf('README.md').matchAll(/^<!-- generated:yaml (\S+) (\S+) -->$/gm);
  const shown = [...regions].map(([, file = '', object = '']) => ({ file, object }));
  expect(shown).not.toEqual([]);
  for (const { file, object } of shown) {
    const golden = documentsIn(readFileSync(join(REPOSITORY, file), 'utf8'));
    expect(objects.get(object)).toEqual(golden.get(object));
  }
});
