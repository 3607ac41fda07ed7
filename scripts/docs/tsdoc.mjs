import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { code, table } from './table.mjs';

const SOURCES = ['constructs', 'lib'];

function sourcesOf(root) {
  return SOURCES.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .sort()
      .map((file) => join(root, folder, file)),
  );
}

let parsed;

/** The exported interface or class called `name`. */
function declarationOf(root, name) {
  parsed ??= sourcesOf(root).flatMap((file) => {
    const text = readFileSync(file, 'utf8');
    return [...ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true).statements];
  });
  const found = parsed.filter(
    (node) =>
      (ts.isInterfaceDeclaration(node) || ts.isClassDeclaration(node)) &&
      node.name?.text === name &&
      hasModifier(node, ts.SyntaxKind.ExportKeyword),
  );
  if (found.length !== 1) throw new Error(`${found.length} declarations are called ${name}`);
  return found[0];
}

const hasModifier = (node, kind) => node.modifiers?.some((modifier) => modifier.kind === kind);

/** The properties that an interface itself declares, with the text of each one's `@default`. */
export function defaultsTable(root, name) {
  const rows = declarationOf(root, name).members.map((member) => [
    explained(`${member.name.getText()}: ${typeOf(member)}`),
    member.questionToken === undefined ? 'required' : defaultOf(member),
    descriptionOf(member),
  ]);
  return table(['Property', 'Default', 'What it does'], rows);
}

/** A property as code; its type may be one that a page explains. */
function explained(property) {
  return property.includes('StringOrToken')
    ? `[${code(property)}](pulumi.md#outputs)`
    : code(property);
}

/** The static factories of a class, with what each makes. */
export function factoriesTable(root, name) {
  const methods = declarationOf(root, name).members.filter(
    (member) =>
      ts.isMethodDeclaration(member) &&
      hasModifier(member, ts.SyntaxKind.StaticKeyword) &&
      hasModifier(member, ts.SyntaxKind.PublicKeyword) &&
      !ts.getJSDocTags(member).some(({ tagName }) => tagName.text === 'internal'),
  );
  const rows = methods.map((method) => [
    code(`${name}.${method.name.getText()}(${method.parameters.map(parameterOf).join(', ')})`),
    descriptionOf(method),
  ]);
  return table(['Factory', 'What it makes'], rows);
}

function parameterOf({ name, questionToken, initializer }) {
  const isOptional = questionToken !== undefined || initializer !== undefined;
  return `${name.getText()}${isOptional ? '?' : ''}`;
}

function typeOf({ type }) {
  return type
    .getText()
    .replace(/\breadonly /g, '')
    .replace(/\bReadonly<(Record<[^>]*>)>/g, '$1');
}

function descriptionOf(node) {
  const comments = ts.getJSDocCommentsAndTags(node).filter((part) => ts.isJSDoc(part));
  const text = ts.getTextOfJSDocComment(comments.at(-1)?.comment);
  if (!text) throw new Error(`${node.name.getText()} is not documented`);
  return linked(text);
}

function defaultOf(member) {
  const tag = ts.getJSDocTags(member).find(({ tagName }) => tagName.text === 'default');
  const text = linked(ts.getTextOfJSDocComment(tag?.comment) ?? '');
  if (text.startsWith('- ')) return text.slice(2);
  const end = endOfValue(text);
  return code(text.slice(0, end)) + text.slice(end);
}

/** Where a value ends and prose begins: at the first comma outside of all brackets. */
function endOfValue(text) {
  let depth = 0;
  for (let index = 0; index < text.length; index += 1) {
    if ('([{'.includes(text[index])) depth += 1;
    else if (')]}'.includes(text[index])) depth -= 1;
    else if (text[index] === ',' && depth === 0) return index;
  }
  return text.length;
}

const linked = (text) => text.replace(/\{@link ([^}\s|]+)[^}]*\}/g, (_, name) => code(name));
