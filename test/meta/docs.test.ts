import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { pages, REPOSITORY, textOf } from './sources';

const FOLDER = join(REPOSITORY, 'node_modules', '.cache', 'meshwright-docs');

const OPTIONS: ts.CompilerOptions = {
  module: ts.ModuleKind.Node16,
  target: ts.ScriptTarget.ES2022,
  noEmit: true,
  skipLibCheck: true,
  strict: true,
  types: ['node', 'jest'],
  // what package.json exports, from its sources: documentation is checked without a build
  paths: {
    meshwright: [join(REPOSITORY, 'constructs', 'index.ts')],
    'meshwright/pulumi': [join(REPOSITORY, 'lib', 'pulumi', 'index.ts')],
    'meshwright/testing': [join(REPOSITORY, 'constructs', 'testing', 'index.ts')],
  },
};

/** The programs on a page: its `ts` blocks, each `// continues` block joined to the one before it. */
function programsOn(page: string): string[] {
  const blocks = [...textOf(page).matchAll(/^```ts\n(.*?)^```/gms)].map(([, code = '']) => code);
  return blocks.reduce<string[]>((programs, code) => {
    const previous = code.startsWith('// continues') ? (programs.pop() ?? '') : '';
    return [...programs, previous + code];
  }, []);
}

function writePrograms(page: string): string[] {
  return programsOn(page).map((code, index) => {
    const file = join(FOLDER, `${page.replaceAll('/', '_')}.${index + 1}.ts`);
    // `export {}` makes a module of a program without imports, whose names would be global
    writeFileSync(file, `${code}export {};\n`);
    return file;
  });
}

rmSync(FOLDER, { recursive: true, force: true });
mkdirSync(FOLDER, { recursive: true });
const programs = pages().map((page) => ({ page, files: writePrograms(page) }));
const compiled = ts.createProgram(
  programs.flatMap(({ files }) => files),
  OPTIONS,
);

function errorsIn(file: string): string[] {
  const source = compiled.getSourceFile(file);
  const diagnostics = [
    ...compiled.getSyntacticDiagnostics(source),
    ...compiled.getSemanticDiagnostics(source),
  ];
  return diagnostics.map(({ start = 0, messageText }) => {
    const line = source?.text.slice(start).split('\n')[0] ?? '';
    return `${line}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`;
  });
}

test.each(programs)('every program on $page compiles', ({ files }) => {
  expect(files.flatMap(errorsIn)).toEqual([]);
});
