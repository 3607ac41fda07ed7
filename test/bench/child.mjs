// A whole process: node child.mjs ours|stock|stream|threads|services SHAPE N FOLDER. Prints its peak memory in megabytes.
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const require = createRequire(import.meta.url);
const [how, shape, count, outdir] = process.argv.slice(2);
const n = Number(count);
const { declare } = await import('./trees.mjs');
const { shardsOf } = await import('./shards.mjs');
const { App } = require('cdk8s');

if (how === 'stock') {
  const app = new App({ outdir });
  declare(app, shape, n);
  app.synth();
} else {
  const {
    synthesize,
    synthesizeInThreads,
    synthesizeShards,
  } = require('../../dist/package/index.js');
  if (how === 'threads') {
    process.env.BENCH_SHARDS = JSON.stringify({ count: n, outdir });
    const module = fileURLToPath(new URL('shards.mjs', import.meta.url));
    await synthesizeInThreads({ module, outdir });
  } else if (how === 'stream') {
    synthesizeShards(shardsOf({ count: n, outdir }));
  } else {
    const app = new App({ outdir });
    // read where it is called for alone, since it reads more of the package than plain charts need
    if (how === 'services') (await import('./resilient.mjs')).declareServices(app, shape, n);
    else declare(app, shape, n);
    synthesize(app);
  }
}
console.log((process.resourceUsage().maxRSS / 1024).toFixed(1));
