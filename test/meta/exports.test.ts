import ts from 'typescript';
import { sourcesIn, textOf } from './sources';

const entries = sourcesIn('constructs', 'lib/pulumi').filter((file) => file.endsWith('/index.ts'));

test.each(entries)('%s names every export', (file) => {
  const source = ts.createSourceFile(file, textOf(file), ts.ScriptTarget.ES2022);
  const unnamed = source.statements
    .filter((node) => ts.isExportDeclaration(node))
    .filter(({ exportClause }) => exportClause === undefined || !ts.isNamedExports(exportClause))
    .map((node) => node.getText(source));
  expect(unnamed).toEqual([]);
});
