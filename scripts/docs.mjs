// Fills the generated parts of README.md and docs/, and writes docs/findings.md and docs/mistakes.md.
// With --check it changes nothing, and fails if it would.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { catalogue, findingsPage, findingsTable } from './docs/findings.mjs';
import { manifest } from './docs/manifests.mjs';
import { mistakesIn, mistakesPage } from './docs/mistakes.mjs';
import { performanceTables } from './docs/performance.mjs';
import { defaultsTable, factoriesTable } from './docs/tsdoc.mjs';

const ROOT = resolve(import.meta.dirname, '..');
const FINDINGS = join(ROOT, 'docs', 'findings.md');
const MISTAKES = join(ROOT, 'docs', 'mistakes.md');
const REGION = /^<!-- generated:(\w+) (.+?) -->\n.*?^<!-- \/generated -->$/gms;

/** What a region's first line asks for: `<!-- generated:defaults PoolOptions -->`. */
const GENERATORS = {
  defaults: (name) => defaultsTable(ROOT, name),
  factories: (name) => factoriesTable(ROOT, name),
  findings: (...prefixes) => findingsTable(catalogue(ROOT), prefixes),
  performance: () => performanceTables(ROOT),
  yaml: (file, object, path) => manifest(join(ROOT, file), object, path),
};

function generate(name, args) {
  const generator = GENERATORS[name];
  if (generator === undefined) throw new Error(`there is no generator called ${name}`);
  return generator(...args.split(' '));
}

function filled(text) {
  return text.replace(
    REGION,
    (_, name, args) =>
      `<!-- generated:${name} ${args} -->\n\n${generate(name, args)}\n\n<!-- /generated -->`,
  );
}

function pages() {
  const inDocs = readdirSync(join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' });
  return ['README.md', ...inDocs.filter((file) => file.endsWith('.md')).map((f) => join('docs', f))]
    .sort()
    .map((file) => join(ROOT, file))
    .filter((file) => file !== FINDINGS && file !== MISTAKES);
}

async function formatted(file, text) {
  const config = await resolveConfig(file);
  return format(text, { ...config, filepath: file });
}

const current = (file) => (existsSync(file) ? readFileSync(file, 'utf8') : '');

async function wanted(file) {
  try {
    return await formatted(file, filled(current(file)));
  } catch (error) {
    throw new Error(`${relative(ROOT, file)}: ${error.message}`, { cause: error });
  }
}

const texts = [
  [FINDINGS, await formatted(FINDINGS, findingsPage(catalogue(ROOT)))],
  [MISTAKES, await formatted(MISTAKES, mistakesPage(await mistakesIn(ROOT)))],
];
for (const file of pages()) texts.push([file, await wanted(file)]);
const changed = texts.filter(([file, text]) => current(file) !== text);

if (process.argv.includes('--check')) {
  for (const [file] of changed)
    console.error(`${relative(ROOT, file)} is out of date: npm run docs`);
  process.exitCode = changed.length > 0 ? 1 : 0;
} else {
  for (const [file, text] of changed) {
    writeFileSync(file, text);
    console.log(relative(ROOT, file));
  }
}
