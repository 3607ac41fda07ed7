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

MeshApp.synthAll(apps);
