// Puts the package into a few files in dist/package, since reading some 250 takes Node longer than reading cdk8s:
// one for each entry point, and one for each set of entry points that share something, so that all share its classes.
import { chmodSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { build } from 'esbuild';
import { commonJsOf } from './common-js.mjs';
import { TRANSLATION } from './translation.mjs';

const OUT = join('dist', 'package');

const { outputFiles } = await build({
  ...TRANSLATION,
  entryPoints: {
    index: 'constructs/index.ts',
    testing: 'constructs/testing/index.ts',
    pulumi: 'lib/pulumi/index.ts',
    command: 'lib/cli/main.ts',
    // read by name where threads are started
    worker: 'lib/synth/threads/worker.ts',
  },
  bundle: true,
  packages: 'external',
  // files are shared among modules alone, which are made into what `require` reads below
  format: 'esm',
  splitting: true,
  chunkNames: 'shared-[hash]',
  outdir: OUT,
  write: false,
});

rmSync(OUT, { recursive: true, force: true });
mkdirSync(OUT, { recursive: true });
for (const { path, text } of outputFiles) {
  writeFileSync(join(OUT, basename(path)), path.endsWith('.js') ? commonJsOf(text) : text);
}
chmodSync(join(OUT, 'command.js'), 0o755);
