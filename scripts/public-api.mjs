// Writes etc/public-api.md, or the file that is named: every name that the built package exports.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const root = new URL('../', import.meta.url);
const { name, exports } = JSON.parse(readFileSync(new URL('package.json', root), 'utf8'));

const entries = Object.entries(exports)
  .filter(([, target]) => target.types)
  .map(([path, { types }]) => ({
    entry: name + path.slice(1),
    file: fileURLToPath(new URL(types, root)),
  }));

const program = ts.createProgram(
  entries.map(({ file }) => file),
  { module: ts.ModuleKind.Node16, target: ts.ScriptTarget.ES2022, skipLibCheck: true },
);
const checker = program.getTypeChecker();

const KINDS = [
  [ts.SymbolFlags.Class, 'class'],
  [ts.SymbolFlags.Enum, 'enum'],
  [ts.SymbolFlags.Function, 'function'],
  [ts.SymbolFlags.Variable, 'const'],
  [ts.SymbolFlags.Interface, 'interface'],
  [ts.SymbolFlags.TypeAlias, 'type'],
];

function line(symbol) {
  const target = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
  const [, declared] = KINDS.find(([flag]) => target.flags & flag);
  // what is exported as a type leaves no trace at run time, whatever it is
  const kind = symbol.declarations?.some(ts.isTypeOnlyImportOrExportDeclaration)
    ? 'type'
    : declared;
  return `- ${kind} ${symbol.name}`;
}

function section({ entry, file }) {
  const source = program.getSourceFile(file);
  if (source === undefined) throw new Error(`${file} does not exist: run \`npm run build\` first`);
  const lines = checker.getExportsOfModule(checker.getSymbolAtLocation(source)).map(line);
  return `## ${entry}\n\n${lines.sort().join('\n')}\n`;
}

const text = ['# Public API\n', ...entries.map(section)].join('\n');
writeFileSync(process.argv[2] ?? new URL('etc/public-api.md', root), text);
