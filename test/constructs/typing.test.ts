import { join } from 'node:path';
import ts from 'typescript';
import { REPOSITORY, textOf } from '../meta/sources';

const FOLDER = 'test/fixtures/typing';

/** What the compiler says of the fixtures, which are checked as a user's program would be. */
function compile(): (file: string) => readonly ts.Diagnostic[] {
  const { config } = ts.readConfigFile(join(REPOSITORY, 'tsconfig.json'), (file) =>
    ts.sys.readFile(file),
  ) as { config: object };
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, REPOSITORY);
  const files = ['accepted.ts', 'refused.ts'].map((file) => join(REPOSITORY, FOLDER, file));
  // without Node's and Jest's global types, which take their time and have no part in this
  const program = ts.createProgram(files, { ...options, noEmit: true, types: [] });
  return (file) => {
    const source = program.getSourceFile(join(REPOSITORY, FOLDER, file));
    return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
  };
}

interface Refusal {
  /** What the comment above the statement says. */
  readonly what: string | undefined;
  /** The word at which the compiler points. */
  readonly at: string;
  readonly text: string;
}

function refusal({ file, start = 0, length = 0, messageText }: ts.Diagnostic): Refusal {
  const before = file?.text.slice(0, start) ?? '';
  return {
    what: [...before.matchAll(/^\/\/ refused: (.*)$/gm)].at(-1)?.[1],
    at: file?.text.slice(start, start + length) ?? '',
    text: ts.flattenDiagnosticMessageText(messageText, '\n'),
  };
}

const diagnosticsOf = compile();

test('programs that repeat only what is harmless compile', () => {
  const texts = diagnosticsOf('accepted.ts').map((each) => refusal(each).text);
  expect(texts).toEqual([]);
});

describe('a program does not compile where it repeats', () => {
  const refusals = diagnosticsOf('refused.ts').map(refusal);

  test('each of the marked statements, and nothing else, is refused', () => {
    const marked = [...textOf(`${FOLDER}/refused.ts`).matchAll(/^\/\/ refused: (.*)$/gm)];
    expect(marked.length).toBeGreaterThan(0);
    expect(refusals.map(({ what }) => what)).toEqual(marked.map(([, what]) => what));
  });

  // of two overloads the compiler names both, and points at the method
  test.each([
    ['an unsafe operation', 'calls'],
    ['a service as a whole', 'calls'],
    ['safe and unsafe operations together', 'calls'],
    ['an operation of which nobody knows whether it is safe', 'calls'],
    ['a caller from elsewhere of the whole service', 'retries'],
    ['a caller from elsewhere of an unsafe operation', 'retries'],
    ['a route of a gateway', 'retries'],
    ['an unsafe operation that a gateway exposes', 'retries'],
  ])('%s: the error is at `%s`, and says which retries it takes', (what, at) => {
    const found = refusals.find((each) => each.what === what);
    expect(found?.at).toBe(at);
    expect(found?.text).toContain(
      `Type 'Retries<"response">' is not assignable to type 'Retries<"unreached">'.`,
    );
  });

  test.each([
    ['an operation of another name', 'settle', "Property 'settle' does not exist"],
    [
      'methods of an operation, which says by itself which it is for',
      'methods',
      "'methods' does not exist in type",
    ],
  ])('%s: the error is at `%s`', (what, at, text) => {
    const found = refusals.find((each) => each.what === what);
    expect(found?.at).toBe(at);
    expect(found?.text).toContain(text);
  });
});
