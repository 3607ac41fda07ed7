/** Anything that JSON can write. */
export type Json = string | number | boolean | null | undefined | readonly Json[] | JsonObject;

/** An object of JSON. */
export interface JsonObject {
  readonly [key: string]: Json;
}

/** One place where an object is not what it was planned to be. */
export interface Difference {
  /** A JSON pointer: `/spec/http/0/timeout`. */
  readonly place: string;
  /** Undefined where it was added. */
  readonly planned: Json;
  /** Undefined where it was removed. */
  readonly rendered: Json;
}

/**
 * The smallest places at which `rendered` differs from `planned`. Lists of different lengths differ as a whole. The
 * parts of a pod that have names, such as its containers, are compared by these: one more says nothing of the others.
 */
export function differencesOf(planned: Json, rendered: Json, place = ''): readonly Difference[] {
  if (isEqual(planned, rendered)) return [];
  if (place.startsWith(POD) && areNamed(planned) && areNamed(rendered)) {
    return namedDifferences(planned, rendered, place);
  }
  if (isList(planned) && isList(rendered) && planned.length === rendered.length) {
    return planned.flatMap((item, index) =>
      differencesOf(item, rendered[index], `${place}/${index}`),
    );
  }
  if (!isObject(planned) || !isObject(rendered)) return [{ place, planned, rendered }];
  const keys = [...new Set([...Object.keys(planned), ...Object.keys(rendered)])].sort();
  return keys.flatMap((key) =>
    differencesOf(planned[key], rendered[key], `${place}/${escapeKey(key)}`),
  );
}

const POD = '/spec/template/spec/';

type Named = JsonObject & { readonly name: string };

function areNamed(value: Json): value is readonly Named[] {
  if (!isList(value)) return false;
  const names = value.map((item) => (isObject(item) ? item.name : undefined));
  return names.every((name) => typeof name === 'string') && new Set(names).size === names.length;
}

/** Differences of parts by name; places count as in the list that has the part. */
function namedDifferences(
  planned: readonly Named[],
  rendered: readonly Named[],
  place: string,
): readonly Difference[] {
  const kept = rendered.flatMap((item, index) => {
    const before = planned.find(({ name }) => name === item.name);
    return differencesOf(before, item, `${place}/${index}`);
  });
  const lost = planned.flatMap((item, index) =>
    rendered.some(({ name }) => name === item.name)
      ? []
      : [{ place: `${place}/${index}`, planned: item, rendered: undefined }],
  );
  return [...kept, ...lost];
}

/** Whether two values say the same, whatever the order of their keys. */
export function isEqual(a: Json, b: Json): boolean {
  return canonical(a) === canonical(b);
}

/** Whether every item of `part` is one of `whole`. */
export function isPartOf(part: Json, whole: Json): boolean {
  if (!isList(part) || !isList(whole)) return false;
  return part.every((item) => whole.some((other) => isEqual(item, other)));
}

function canonical(value: Json): string | undefined {
  return JSON.stringify(value, (_key, each: Json) =>
    isObject(each)
      ? Object.fromEntries(Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1)))
      : each,
  );
}

export function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

export function isObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** RFC 6901. */
function escapeKey(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1');
}
