import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { table } from './table.mjs';

const FOLDER = join('lib', 'findings', 'catalogue');
const PARTS = ['level', 'title', 'want', 'fix'];

/**
 * The groups of the catalogue, in the order of their codes.
 *
 * They are read from the sources, so that documentation needs no build.
 */
export function catalogue(root) {
  return readdirSync(join(root, FOLDER))
    .filter((file) => !['entry.ts', 'index.ts'].includes(file))
    .map((file) => groupIn(join(root, FOLDER, file)))
    .sort((a, b) => (a.findings[0].code < b.findings[0].code ? -1 : 1));
}

function groupIn(file) {
  const source = ts.createSourceFile(
    file,
    readFileSync(file, 'utf8'),
    ts.ScriptTarget.ES2022,
    true,
  );
  const statement = source.statements.find((node) => ts.isVariableStatement(node));
  const { initializer } = statement.declarationList.declarations[0];
  const [comment] = ts.getJSDocCommentsAndTags(statement);
  return {
    title: ts.getTextOfJSDocComment(comment.comment).replace(/\.$/, ''),
    findings: initializer.arguments[0].properties.map(findingOf),
  };
}

function findingOf(property) {
  const entry = Object.fromEntries(
    property.initializer.properties.map(({ name, initializer }) => {
      if (!ts.isStringLiteralLike(initializer)) {
        throw new Error(`${property.name.text}: ${name.text} is not written as one text`);
      }
      return [name.text, initializer.text];
    }),
  );
  const missing = PARTS.filter((part) => entry[part] === undefined);
  if (missing.length > 0) throw new Error(`${property.name.text} has no ${missing.join(', ')}`);
  return { code: property.name.text, ...entry };
}

/** The findings whose codes begin with one of `prefixes`: what is refused, and what to do instead. */
export function findingsTable(groups, prefixes) {
  const all = groups.flatMap(({ findings }) => findings);
  for (const prefix of prefixes) {
    if (!all.some(({ code }) => code.startsWith(prefix))) throw new Error(`no code ${prefix}`);
  }
  const chosen = all.filter(({ code }) => prefixes.some((prefix) => code.startsWith(prefix)));
  return table(
    ['Code', 'Level', 'What', 'What to do'],
    chosen.map(({ code, level, title, fix }) => [code, level, title, fix]),
  );
}

const HEAD = `# Findings

<!-- written by \`npm run docs\` from lib/findings/catalogue -->

Everything that is refused or worth knowing, by code. A code keeps its meaning for ever and is never given to another rule.

A finding is printed with the construct, the property as you typed it, what was found, what was wanted and what to do:

    [shop/orders] MW0003 calls(payments).timeout: got 0ms, want a Duration of whole milliseconds, at least 1ms; use Duration.millis or a larger unit

An **error** stops the synthesis; all errors are reported together. A **warning** is printed in the summary. An **info** is only in \`systemOf(app).findings('info')\`: see [testing](testing.md). Words in {braces} are filled in.

What becomes of the classic mistakes with Istio, one by one: [mistakes](mistakes.md).
`;

/** The whole page about every finding. */
export function findingsPage(groups) {
  const sections = groups.map(
    ({ title, findings }) =>
      `## ${title}\n\n${table(
        ['Code', 'Level', 'What', 'Wanted', 'What to do'],
        findings.map(({ code, level, title: what, want, fix }) => [code, level, what, want, fix]),
      )}\n`,
  );
  return [HEAD, ...sections].join('\n');
}
