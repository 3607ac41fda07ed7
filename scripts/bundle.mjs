// Puts the package into a few files in dist/package, since reading some 250 takes Node longer than reading cdk8s:
// one for each entry point, and one for each set of entry points that share something, so that all share its classes.
// What constructs call through constructs/late.ts is read with the first call.
import { chmodSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, join } from 'node:path';
import { build } from 'esbuild';
import { commonJsOf, LATE } from './common-js.mjs';
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
    late: 'constructs/late.ts',
  },
  bundle: true,
  packages: 'external',
  // files are shared among modules alone, which are made into what `require` reads below
  format: 'esm',
  splitting: true,
  plugins: [leftOutLate()],
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
refuseOtherThanFunctions(createRequire(import.meta.url)(join('..', OUT, LATE)));

/** Leaves constructs/late.ts out of the files of those who import it: they find it beside them. */
function leftOutLate() {
  return {
    name: 'late',
    setup: ({ onResolve }) =>
      onResolve({ filter: /^\.\/late$/ }, () => ({ path: LATE, external: true })),
  };
}

function refuseOtherThanFunctions(late) {
  for (const [name, value] of Object.entries(late)) {
    if (typeof value === 'function' && !String(value).startsWith('class')) continue;
    throw new Error(
      `constructs/late.ts exports ${name}, which is no function: import it from where it is`,
    );
  }
}
