// A whole process: node child.mjs ours|stock|stream SHAPE N FOLDER. Prints its peak memory in megabytes.
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const [how, shape, count, outdir] = process.argv.slice(2);
const n = Number(count);
const { declare, addService } = await import('./trees.mjs');
const { App } = require('cdk8s');

if (how === 'stock') {
  const app = new App({ outdir });
  declare(app, shape, n);
  app.synth();
} else {
  const { synthesize, synthesizeShards } = require('../../dist/package/index.js');
  if (how === 'ours') {
    const app = new App({ outdir });
    declare(app, shape, n);
    synthesize(app);
  } else {
    synthesizeShards(shards());
  }
}
console.log((process.resourceUsage().maxRSS / 1024).toFixed(1));

function* shards() {
  for (let i = 0; i < n; i += 1) {
    const app = new App({ outdir });
    addService(app, i);
    yield app;
  }
}
