import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import { Mesh, MeshApp, ResilientService } from '../../constructs';
import type { MeshProps, Operations, ResilientServiceProps } from '../../constructs';
import { systemOf, type DeclaredSystem, type Manifest } from '../../constructs/testing';
import { findingLine, type FindingLevel } from '../../lib/findings/finding';

/** Nothing is written there: the systems of {@link shop} are looked at, not synthesized. */
const NOWHERE = join(tmpdir(), 'meshwright-never-written');

/** What `build` declares in the chart `shop` of the namespace `shop`; `mesh` are facts about its mesh, if any. */
export function shop(build: (chart: Chart) => void, mesh?: MeshProps): DeclaredSystem {
  const app = new MeshApp({ outdir: NOWHERE, log: () => undefined });
  if (mesh !== undefined) new Mesh(app, 'Mesh', mesh);
  build(new Chart(app, 'shop', { namespace: 'shop' }));
  return systemOf(app);
}

/** A service with an image, unless `overrides` gives versions, and a port of 8080, unless it gives others. */
export function aService<O extends Operations = Operations>(
  scope: Construct,
  id: string,
  overrides: ResilientServiceProps<O> = {},
): ResilientService<O> {
  const image = 'versions' in overrides ? {} : { image: `ghcr.io/acme/${id}:1.2.3` };
  const port = 'ports' in overrides ? {} : { port: 8080 };
  return new ResilientService(scope, id, { ...image, ...port, ...overrides });
}

/** The full text of every error and warning, in the order of the findings. */
export function lines(system: DeclaredSystem): string[] {
  return [...errors(system), ...linesOf(system, 'warning')].sort();
}

/** The full text of every error. */
export function errors(system: DeclaredSystem): string[] {
  return linesOf(system, 'error');
}

/** The full text of every finding of one level. */
export function linesOf(system: DeclaredSystem, level: FindingLevel): string[] {
  return system.findings(level).map(findingLine);
}

/** The one manifest of `kind`, and of `name` if given; the message lists what was there instead. */
export function only<M extends Pick<Manifest, 'kind' | 'metadata'>>(
  manifests: readonly M[],
  kind: string,
  name?: string,
): M {
  const [first, ...rest] = manifests.filter(
    (manifest) => manifest.kind === kind && (name === undefined || manifest.metadata.name === name),
  );
  if (first !== undefined && rest.length === 0) return first;
  const wanted = name === undefined ? kind : `${kind} ${name}`;
  const there = manifests.map((manifest) => `${manifest.kind} ${manifest.metadata.name}`);
  throw new Error(`want exactly one ${wanted}, got [${there.join(', ')}]`);
}

/** Whether there is a manifest of `kind`, and of `name` if given. */
export function has(manifests: readonly Manifest[], kind: string, name?: string): boolean {
  return manifests.some(
    (manifest) => manifest.kind === kind && (name === undefined || manifest.metadata.name === name),
  );
}
