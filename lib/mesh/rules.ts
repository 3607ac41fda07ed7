import { reportAt, type Finding } from '../findings/finding';
import type { Placed } from '../graph/declarations';
import type { NamespaceDeclaration } from '../namespace/plan';
import { groupBy } from '../values/group-by';
import type { MeshDeclaration } from './declare';

/** One app is one system, on one mesh. */
export function checkMeshes(meshes: readonly Placed<MeshDeclaration>[], findings: Finding[]): void {
  const [first, ...rest] = meshes;
  for (const mesh of rest) {
    if (first === undefined || factsOf(mesh) === factsOf(first)) continue;
    const got = `facts other than those of ${first.path}`;
    reportAt(mesh.path, findings)('MW0604', { prop: 'Mesh', got });
  }
}

function factsOf(mesh: Placed<MeshDeclaration>): string {
  return JSON.stringify({ ...mesh, path: undefined });
}

/** A namespace has one owner. */
export function checkNamespaces(
  namespaces: readonly Placed<NamespaceDeclaration>[],
  findings: Finding[],
): void {
  for (const [name, group] of groupBy(namespaces, (namespace) => namespace.name)) {
    const [first, ...rest] = group;
    for (const { path } of rest) {
      reportAt(path, findings)('MW0605', { prop: 'name', got: `${name}, as ${first?.path ?? ''}` });
    }
  }
}
