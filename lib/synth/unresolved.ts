import type { ApiObject, JsonPatch } from 'cdk8s';

/**
 * Refuses a value in a JSON patch that cdk8s would not resolve, but write as it is: `{"producer":{}}` for a `Lazy`.
 *
 * In the object itself cdk8s resolves such values, or refuses them.
 */
export function refuseUnresolvedPatches(
  object: ApiObject,
  patches = object['patches'] as readonly JsonPatch[],
): void {
  for (const patch of patches) {
    const { path, value } = patch._toJson() as { readonly path: string; readonly value?: unknown };
    const found = unresolved(value);
    if (found === undefined) continue;
    throw new Error(
      `[${object.node.path}] addJsonPatch ${path}: got ${found}, want a plain value; patches are not resolved, so give what it stands for`,
    );
  }
}

/** What the first value below `value` is called that is not plain. */
function unresolved(value: unknown): string | undefined {
  if (typeof value === 'function') return 'a function';
  if (typeof value !== 'object' || value === null) return undefined;
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== Array.prototype && prototype !== null) {
    return `an object of type ${value.constructor.name}`;
  }
  for (const each of Object.values(value)) {
    const found = unresolved(each);
    if (found !== undefined) return found;
  }
  return undefined;
}
