import type { KubeObject } from './api';

const SIGNATURE = '4dabf18193072939515e22adb298388d';
const UNKNOWN = '04da6b54-80e4-46f7-96ec-b56ff0331ba9';

/** `value` without Pulumi's wrappers of secrets, as the API server takes it. */
export function unwrap(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(unwrap);
  if (typeof value !== 'object' || value === null) return value;
  if (SIGNATURE in value) return unwrap((value as { value?: unknown }).value);
  return Object.fromEntries(Object.entries(value).map(([key, content]) => [key, unwrap(content)]));
}

/** Whether some part of `value` is known only when something else has been made. */
export function hasUnknown(value: unknown): boolean {
  if (value === UNKNOWN) return true;
  if (typeof value !== 'object' || value === null) return false;
  return Object.values(value).some(hasUnknown);
}

/** `live` cut down to the fields that `shape` has, so that what others add is no difference. */
export function project(live: unknown, shape: unknown): unknown {
  if (Array.isArray(shape)) {
    return Array.isArray(live) ? live.map((item, at) => project(item, shape[at] ?? item)) : live;
  }
  if (typeof shape !== 'object' || shape === null) return live;
  if (SIGNATURE in shape) {
    return { ...shape, value: project(live, (shape as { value?: unknown }).value) };
  }
  if (typeof live !== 'object' || live === null) return live;
  const fields = live as Record<string, unknown>;
  const kept = Object.entries(shape).filter(([key]) => key in fields);
  return Object.fromEntries(kept.map(([key, content]) => [key, project(fields[key], content)]));
}

/** `value` as text that does not depend on the order of keys. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, content]) => `${JSON.stringify(key)}:${canonical(content)}`).join()}}`;
}

/** What goes into the state: what the cluster says, secret where the inputs are, and the inputs. */
export function outputsOf(inputs: KubeObject, live: KubeObject): Record<string, unknown> {
  const { managedFields: _managed, ...metadata } = live.metadata as Record<string, unknown>;
  const secret = Object.fromEntries(
    Object.entries(inputs)
      .filter(([key]) => ['data', 'stringData'].includes(key))
      .map(([key, value]) => [key, value]),
  );
  const isSecret = live.kind === 'Secret';
  const data = isSecret ? { data: { [SIGNATURE]: SECRET, value: live.data ?? {} } } : {};
  return { ...live, metadata, ...data, ...secret, __inputs: inputs };
}

const SECRET = '1b47061264138c4ac30d75fd1eb44270';
