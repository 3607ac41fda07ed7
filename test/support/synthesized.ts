import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MeshApp } from '../../constructs';

/** The files that an app writes, by name. */
export function synthesized(build: (app: MeshApp) => void): ReadonlyMap<string, string> {
  const outdir = mkdtempSync(join(tmpdir(), 'meshwright-'));
  try {
    const app = new MeshApp({ outdir, log: () => undefined });
    build(app);
    app.synth();
    const names = readdirSync(outdir).sort();
    return new Map(names.map((name) => [name, readFileSync(join(outdir, name), 'utf8')]));
  } finally {
    rmSync(outdir, { recursive: true });
  }
}
