// Translates each source file on its own, without a look at types, which is what `npm run types` is for:
// node scripts/build.mjs FOLDER SOURCE… writes into FOLDER what is in the SOURCEs, and removes what no source has.
import { readdirSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { build } from 'esbuild';
import { TRANSLATION } from './translation.mjs';

const [outdir, ...folders] = process.argv.slice(2);
const filesIn = (folder) =>
  readdirSync(folder, { recursive: true })
    .map((file) => join(folder, file))
    .sort();
const sources = folders
  .flatMap(filesIn)
  .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'));

await build({ ...TRANSLATION, entryPoints: sources, outbase: '.', outdir });

const written = new Set(sources.map((file) => file.replace(/\.ts$/, '.js')));
for (const file of filesIn(outdir)) {
  const source = relative(outdir, file).replace(/\.map$/, '');
  if (/\.js(?:\.map)?$/.test(file) && !written.has(source)) rmSync(file);
}
