import ts from 'typescript';
import { sourcesIn, textOf } from './sources';

interface Default {
  readonly prop: string;
  readonly text: string;
}

/** Each optional property of an exported `*Props`, `*Options` or `*Facts`, with the text of its `@default`. */
function optionalProps(file: string): Default[] {
  const source = ts.createSourceFile(file, textOf(file), ts.ScriptTarget.ES2022, true);
  return source.statements
    .filter((node) => ts.isInterfaceDeclaration(node))
    .filter((node) => node.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword))
    .filter((node) => /(Props|Options|Facts)$/.test(node.name.text))
    .flatMap((node) =>
      node.members
        .filter((member) => member.questionToken !== undefined)
        .map((member) => ({
          prop: `${file} ${node.name.text}.${member.name?.getText() ?? ''}`,
          text: defaultOf(member),
        })),
    );
}

function defaultOf(member: ts.Node): string {
  const tag = ts.getJSDocTags(member).find(({ tagName }) => tagName.text === 'default');
  return ts.getTextOfJSDocComment(tag?.comment) ?? '';
}

const props = sourcesIn('constructs', 'lib').flatMap(optionalProps);

test('there are optional properties to look at', () => {
  expect(props).not.toEqual([]);
});

test.each(props)('$prop states its @default', ({ text }) => {
  expect(text).toMatch(/\S/);
  expect(text).not.toMatch(/^undefined|^-\s*(no )?default/i);
});
