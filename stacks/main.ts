import { join } from 'node:path';
import { MeshApp } from '../constructs';
import { STACKS } from './stacks';

// set by `cdk8s synth`
const outdir = process.env.CDK8S_OUTDIR ?? 'dist/manifests';

const apps = Object.entries(STACKS).map(([name, build]) => {
  const app = new MeshApp({ outdir: join(outdir, name) });
  build(app);
  return app;
});

// all are looked at before one is written
const errors = apps.flatMap((app) => app.errors());
if (errors.length > 0) {
  console.error(
    `nothing was written, ${errors.length === 1 ? '1 error' : `${errors.length} errors`}:\n  ${errors.join('\n  ')}`,
  );
  process.exitCode = 1;
} else {
  for (const app of apps) app.synth();
}
