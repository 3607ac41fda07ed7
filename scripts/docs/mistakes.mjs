import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

const FOLDER = join('lib', 'findings', 'mistakes');

/** The themes of the mistakes, in the order of their numbers; read from the sources, so that no build is needed. */
export async function mistakesIn(root) {
  const files = readdirSync(join(root, FOLDER)).filter(
    (file) => !['mistake.ts', 'index.ts'].includes(file),
  );
  const themes = await Promise.all(files.map((file) => themeIn(root, file)));
  return themes.sort((a, b) => a.mistakes[0].number - b.mistakes[0].number);
}

async function themeIn(root, file) {
  const text = readFileSync(join(root, FOLDER, file), 'utf8');
  // data alone: the only import is that of a type
  const { outputText } = ts.transpileModule(text, {
    compilerOptions: { module: ts.ModuleKind.ES2022, target: ts.ScriptTarget.ES2022 },
  });
  const module = await import(`data:text/javascript,${encodeURIComponent(outputText)}`);
  const [mistakes] = Object.values(module);
  const [, title] = /^\/\*\* (.*)\. \*\/$/m.exec(text);
  return { title, mistakes, test: `test/mistakes/${file.replace(/\.ts$/, '.test.ts')}` };
}

const HEAD = `# Classic mistakes

<!-- written by \`npm run docs\` from lib/findings/mistakes -->

Forty-five mistakes that people make with Istio, and what becomes of each here: it is **impossible**, or it is **reported** by a code of the [findings](findings.md). For each a test makes the mistake, or comes as near to it as a program can.
`;

/** The whole page. */
export function mistakesPage(themes) {
  return [HEAD, ...themes.map(themeText)].join('\n');
}

function themeText({ title, mistakes, test }) {
  const shown = `Shown in [${test}](../${test}).\n`;
  return [`## ${title}\n`, shown, ...mistakes.map(mistakeText)].join('\n');
}

function mistakeText({ number, title, consequence, verdict, sources }) {
  const links = sources.map((source) => `[${sourceName(source)}](${source})`).join(', ');
  return `### ${number}. ${title}\n\n${consequence}\n\n${verdictText(verdict)}\n\nSources: ${links}.\n`;
}

function verdictText({ impossible, reportedBy, otherwise }) {
  if (impossible !== undefined) return `**Impossible**: ${impossible}.`;
  return `**Reported** by ${reportedBy.join(', ')}. Otherwise: ${otherwise}.`;
}

/** \`istio#50506\` for an issue or pull request, the file for a source, else the host. */
function sourceName(address) {
  const { hostname, pathname } = new URL(address);
  const issue = /^\/[^/]+\/([^/]+)\/(?:issues|pull)\/(\d+)$/.exec(pathname);
  if (issue !== null) return `${issue[1]}#${issue[2]}`;
  if (hostname === 'github.com') return pathname.split('/').at(-1);
  return `${hostname.replace(/^www\./, '')}: ${pathname.split('/').filter(Boolean).at(-1)}`;
}
