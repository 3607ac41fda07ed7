import { Lazy } from 'cdk8s';

/** Thrown at a value that is left to cdk8s. */
export const UNUSUAL = new Error('left to cdk8s');

/** The fields of an object or of a part of it. */
export type Fields = Readonly<Record<string, unknown>>;

/** How values are cleared up. */
export interface Clearing {
  readonly sortsKeys: boolean;
  /** Whether lists and maps without content go, as they do in metadata. */
  readonly dropsEmpty: boolean;
}

/**
 * `value` resolved, and cleared of what is null, with sorted keys: what `resolve` and `sanitizeValue` of cdk8s make of
 * it, one after the other, where only the resolvers of cdk8s itself are used.
 *
 * Throws at what cdk8s refuses, and at what it alone understands.
 */
export function plainValue(value: unknown, clearing: Clearing): unknown {
  if (value === null || value === undefined) return undefined;
  if (typeof value !== 'object') {
    if (typeof value === 'function') throw UNUSUAL;
    return value;
  }
  if (value instanceof Lazy) return plainValue(value.produce(), clearing);
  const { resolve } = value as { readonly resolve?: unknown };
  if (typeof resolve === 'function') return plainValue(resolve.call(value), clearing);
  if (Array.isArray(value)) return plainList(value, clearing);
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === Object.prototype) return plainMap(value as Fields, clearing);
  return plainUnion(value, clearing);
}

function plainList(list: readonly unknown[], clearing: Clearing): readonly unknown[] | undefined {
  if (clearing.dropsEmpty && list.length === 0) return undefined;
  return list.map((item) => plainValue(item, clearing));
}

/** The fields in the order in which they are given are resolved first, since producers may count on it. */
export function plainMap(fields: Fields, clearing: Clearing): Fields | undefined {
  const plain: Record<string, unknown> = {};
  let last = '';
  let isSorted = true;
  let isEmpty = true;
  for (const key of Object.keys(fields)) {
    // what these names do to an object is not what other names do
    if (key === '__proto__' || key === 'constructor') throw UNUSUAL;
    const value = plainValue(fields[key], clearing);
    if (value === undefined) continue;
    if (key < last) isSorted = false;
    last = key;
    isEmpty = false;
    plain[key] = value;
  }
  if (clearing.dropsEmpty && isEmpty) return undefined;
  return clearing.sortsKeys && !isSorted ? sorted(plain) : plain;
}

function sorted(fields: Fields): Fields {
  const result: Record<string, unknown> = {};
  for (const key of sortedKeys(fields)) result[key] = fields[key];
  return result;
}

// what is written has some ten fields, of which a few are out of place: a general sort takes longer to set up
const FEW = 32;

function sortedKeys(fields: Fields): readonly string[] {
  const keys = Object.keys(fields);
  if (keys.length > FEW) return keys.sort();
  for (let i = 1; i < keys.length; i += 1) {
    const key = keys[i] as string;
    let at = i;
    for (; at > 0 && (keys[at - 1] as string) > key; at -= 1) keys[at] = keys[at - 1] as string;
    keys[at] = key;
  }
  return keys;
}

/** Classes such as `IntOrString` and `Quantity`, which hold a number or a text. */
function plainUnion(union: object, clearing: Clearing): unknown {
  const { value } = union as { readonly value?: unknown };
  if (typeof value !== 'number' && typeof value !== 'string') throw UNUSUAL;
  return plainMap({ value }, clearing);
}
