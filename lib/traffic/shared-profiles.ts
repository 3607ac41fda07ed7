import { layersOf, type Layers } from './layers';
import type { PolicyDeclaration, ProfileDeclaration } from './policy';

/** The profiles that many services share. */
export interface SharedProfiles {
  readonly mesh: ProfileDeclaration | undefined;
  readonly byNamespace: ReadonlyMap<string, ProfileDeclaration>;
}

/** Who declares profiles for many. */
export interface ProfileDeclarations {
  readonly meshes: readonly { readonly profile: ProfileDeclaration | undefined }[];
  readonly namespaces: readonly {
    readonly name: string;
    readonly profile: ProfileDeclaration | undefined;
  }[];
}

/** The profiles of the mesh and of namespaces. */
export function sharedProfiles({ meshes, namespaces }: ProfileDeclarations): SharedProfiles {
  return {
    mesh: meshes[0]?.profile,
    byNamespace: new Map(
      namespaces.flatMap(({ name, profile }) => (profile === undefined ? [] : [[name, profile]])),
    ),
  };
}

/** What a target in `namespace`, its namespace and the mesh say, the most specific first. */
export function layersBehind(
  { mesh, byNamespace }: SharedProfiles,
  namespace: string,
  target: {
    readonly policy?: PolicyDeclaration | undefined;
    readonly profile?: ProfileDeclaration | undefined;
    /** What is known of its kind, which counts for less than what its owner says. */
    readonly kind?: ProfileDeclaration | undefined;
  },
): Layers {
  return [
    ...layersOf('callee', target),
    ...layersOf('callee', { profile: target.kind }),
    ...layersOf('namespace', { profile: byNamespace.get(namespace) }),
    ...layersOf('mesh', { profile: mesh }),
  ];
}
