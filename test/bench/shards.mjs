// A system in parts: each service an app of its own, made when it is written.
import { App } from 'cdk8s';
import { addService } from './trees.mjs';

/** The apps of one of `parts` parts of `count` services. */
export function* shardsOf({ count, outdir }, part = 0, parts = 1) {
  for (let i = part; i < count; i += parts) {
    const app = new App({ outdir });
    addService(app, i);
    yield app;
  }
}

/** What each thread asks for. */
export const shards = (part, parts) => shardsOf(JSON.parse(process.env.BENCH_SHARDS), part, parts);
