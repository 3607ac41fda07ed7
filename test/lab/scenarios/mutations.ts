import type { Manifest } from '../../../constructs/testing';

type Spec = Record<string, unknown>;

/** Changes the spec of every object of a kind, or of the one of that name. */
export function changing(
  kind: string,
  change: (spec: Spec) => Spec,
  name?: string,
): (manifests: readonly Manifest[]) => readonly Manifest[] {
  return (manifests) => {
    const isMeant = (each: Manifest): boolean =>
      each.kind === kind && (name === undefined || each.metadata.name === name);
    if (!manifests.some(isMeant)) throw new Error(`there is no ${kind} ${name ?? ''} to change`);
    return manifests.map((each) =>
      isMeant(each) ? { ...each, spec: change(structuredClone(each.spec ?? {})) } : each,
    );
  };
}

/** Leaves out every object of a kind, or the one of that name. */
export function without(
  kind: string,
  name?: string,
): (manifests: readonly Manifest[]) => readonly Manifest[] {
  return (manifests) => {
    const rest = manifests.filter(
      (each) => each.kind !== kind || (name !== undefined && each.metadata.name !== name),
    );
    if (rest.length === manifests.length) throw new Error(`there is no ${kind} to leave out`);
    return rest;
  };
}

/** Changes every HTTP route of the VirtualServices. */
export function changingRoutes(
  change: (route: Spec) => Spec,
): (manifests: readonly Manifest[]) => readonly Manifest[] {
  return changing('VirtualService', (spec) => ({
    ...spec,
    http: ((spec.http as Spec[] | undefined) ?? []).map(change),
  }));
}
