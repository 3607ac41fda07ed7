import type { DeclaredSystem } from '../../../constructs/testing';
import { specOf } from '../rendered';

/** A filter as it is put into a proxy. */
export interface InsertedFilter {
  readonly port: number | undefined;
  readonly name: string;
  readonly config: Readonly<Record<string, unknown>>;
}

/** The patches of the EnvoyFilter called `name`, in their order. */
export function filtersOf(system: DeclaredSystem, name: string): readonly InsertedFilter[] {
  return (specOf(system, 'EnvoyFilter', name).configPatches ?? []).map(({ match, patch }) => {
    const value = patch?.value as { name: string; typed_config: Record<string, unknown> };
    return {
      port: match?.listener?.portNumber,
      name: value.name,
      config: value.typed_config,
    };
  });
}

/** The configuration of the filter called `filter` in the EnvoyFilter called `name`. */
export function configOf(
  system: DeclaredSystem,
  name: string,
  filter: string,
): Readonly<Record<string, unknown>> {
  const filters = filtersOf(system, name);
  const found = filters.find((each) => each.name === filter);
  if (found !== undefined) return found.config;
  throw new Error(`want ${filter}, got [${filters.map((each) => each.name).join(', ')}]`);
}
