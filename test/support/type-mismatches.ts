import { join } from 'node:path';
import ts from 'typescript';

/** A value, and the module that declares the interface which it must fit. */
export interface TypedLiteral {
  readonly model: string;
  readonly value: { readonly kind: string };
}

export interface TypeMismatch {
  readonly index: number;
  readonly message: string;
}

// The models are ECMAScript modules: only an .mts file may import their types plainly.
const FILE = join(__dirname, 'literals.mts');

const OPTIONS: ts.CompilerOptions = {
  module: ts.ModuleKind.NodeNext,
  target: ts.ScriptTarget.ES2022,
  noEmit: true,
  skipLibCheck: true,
  strict: true,
  types: [],
};

const parsed = new Map<string, ts.SourceFile | undefined>();

/**
 * Checks every value as an object literal of its interface, where TypeScript refuses properties that are not declared.
 *
 * A model that does not exist is not reported here.
 */
export function typeMismatches(literals: readonly TypedLiteral[]): TypeMismatch[] {
  const source = literals.map(declaration).join('\n');
  const program = ts.createProgram([FILE], OPTIONS, hostWith(source));
  const file = program.getSourceFile(FILE);
  return program.getSemanticDiagnostics(file).flatMap((diagnostic) => {
    const place = file && placeOf(file, diagnostic.start ?? 0);
    return place ? [{ index: place.index, message: `${place.path} ${text(diagnostic)}` }] : [];
  });
}

function declaration({ model, value }: TypedLiteral, index: number): string {
  const type = `import(${JSON.stringify(model)}).I${value.kind}`;
  return `export const literal${index}: ${type} = ${JSON.stringify(value)};`;
}

function hostWith(source: string): ts.CompilerHost {
  const host = ts.createCompilerHost(OPTIONS);
  const read = host.getSourceFile.bind(host);
  host.getSourceFile = (name, options) => {
    if (name === FILE) return ts.createSourceFile(name, source, options, true);
    if (!parsed.has(name)) parsed.set(name, read(name, options));
    return parsed.get(name);
  };
  return host;
}

/** Where in which literal a position is; undefined for a position in a type. */
function placeOf(file: ts.SourceFile, position: number) {
  const index = file.statements.findIndex((statement) => position < statement.end);
  const path: string[] = [];
  let inLiteral = false;
  const visit = (node: ts.Node): void => {
    if (position < node.getStart(file) || position >= node.end) return;
    if (ts.isObjectLiteralExpression(node)) inLiteral = true;
    if (ts.isPropertyAssignment(node)) path.push((node.name as ts.StringLiteral).text);
    if (ts.isArrayLiteralExpression(node.parent))
      path.push(String(node.parent.elements.indexOf(node as ts.Expression)));
    ts.forEachChild(node, visit);
  };
  file.forEachChild(visit);
  return inLiteral ? { index, path: `/${path.join('/')}` } : undefined;
}

const EXCESS_PROPERTY = [2353, 2561];

function text({ code, messageText }: ts.Diagnostic): string {
  if (EXCESS_PROPERTY.includes(code)) return 'is not a known field';
  return ts.flattenDiagnosticMessageText(messageText, ' ');
}
