/** Values of a chart. */
export type Values = Readonly<Record<string, unknown>>;

/** `base` with `over` laid over it as Helm lays values: maps are merged, anything else is replaced, lists too. */
export function mergeValues(base: Values, over: Values): Values {
  const merged = Object.entries(over)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => {
      const ours = base[key];
      return [key, isMap(ours) && isMap(value) ? mergeValues(ours, value) : value] as const;
    });
  return { ...base, ...Object.fromEntries(merged) };
}

/** Whether `value` is a plain map: an Output is none, and is passed on as it is. */
function isMap(value: unknown): value is Values {
  if (typeof value !== 'object' || value === null) return false;
  return Object.getPrototypeOf(value) === Object.prototype;
}
