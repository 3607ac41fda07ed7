/** A rendered object, as far as the bridge looks at it. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Texts;
    readonly annotations?: Texts;
  };
  readonly [field: string]: unknown;
}

type Texts = Readonly<Record<string, string>>;

/** The API group of `apiVersion`; empty for Kubernetes' core group. */
export function groupOf({ apiVersion }: Pick<Manifest, 'apiVersion'>): string {
  return apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '';
}

/** The value at `path` in `value`; undefined where there is none. */
export function fieldOf(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (parent, key) =>
      typeof parent === 'object' && parent !== null
        ? (parent as Record<string, unknown>)[key]
        : undefined,
    value,
  );
}

/** The list at `path` in `value`; empty where there is none. */
export function listOf(value: unknown, ...path: readonly string[]): readonly unknown[] {
  const found = fieldOf(value, ...path);
  return Array.isArray(found) ? found : [];
}

/** The text at `path` in `value`; undefined where there is none. */
export function textOf(value: unknown, ...path: readonly string[]): string | undefined {
  const found = fieldOf(value, ...path);
  return typeof found === 'string' ? found : undefined;
}

/** The map of texts at `path` in `value`; undefined where there is none. */
export function textsOf(value: unknown, ...path: readonly string[]): Texts | undefined {
  const found = fieldOf(value, ...path);
  return typeof found === 'object' && found !== null && !Array.isArray(found)
    ? (found as Texts)
    : undefined;
}

/** Whether `labels` have everything that `selector` asks for; an empty selector selects nothing here. */
export function selects(selector: Texts | undefined, labels: Texts | undefined): boolean {
  const wanted = Object.entries(selector ?? {});
  return wanted.length > 0 && wanted.every(([key, value]) => labels?.[key] === value);
}
