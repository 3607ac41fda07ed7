import type { ApiObject, JsonPatch } from 'cdk8s';
import { findingLine, reportAt, type Finding } from '../findings/finding';
import { isOutput } from '../values/describe';

/** A value of somebody's that cannot be written into a manifest; the message says where it is and what to do. */
export class UnwritableValue extends Error {}

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
    const found = unresolvedIn(value);
    if (found === undefined) continue;
    const prop = `addJsonPatch ${path}`;
    if (isOutput(found)) throw outputError(object, prop);
    throw new UnwritableValue(
      `[${object.node.path}] ${prop}: got ${textOf(found)}, want a plain value; patches are not resolved, so give what it stands for`,
    );
  }
}

/** An error about the first Output among the fields of `object`; undefined where there is none. */
export function errorOfOutput(object: ApiObject, cause: unknown): Error | undefined {
  const field = fieldOfOutput(object['props'], '');
  return field === undefined ? undefined : outputError(object, field, cause);
}

function outputError({ node }: ApiObject, prop: string, cause?: unknown): Error {
  const findings: Finding[] = [];
  reportAt(node.path, findings)('MW0901', { prop, got: 'a Pulumi Output' });
  return new UnwritableValue(findings.map(findingLine).join('\n'), { cause });
}

function fieldOfOutput(value: unknown, field: string): string | undefined {
  if (isOutput(value)) return field;
  if (!isPlain(value)) return undefined;
  for (const [key, content] of Object.entries(value)) {
    const inside = Array.isArray(value) ? `${field}[${key}]` : `${field}.${key}`;
    const found = fieldOfOutput(content, inside.replace(/^\./, ''));
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The first value in `value` that is not plain. */
function unresolvedIn(value: unknown): object | undefined {
  if (typeof value === 'function') return value;
  if (typeof value !== 'object' || value === null) return undefined;
  if (!isPlain(value)) return value;
  for (const each of Object.values(value)) {
    const found = unresolvedIn(each);
    if (found !== undefined) return found;
  }
  return undefined;
}

function isPlain(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === Array.prototype || prototype === null;
}

function textOf(value: object): string {
  return typeof value === 'function' ? 'a function' : `an object of type ${value.constructor.name}`;
}
