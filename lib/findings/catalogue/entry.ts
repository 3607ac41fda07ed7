/** The parts of a finding that do not depend on where it was found. */
export interface CatalogueEntry {
  readonly level: 'error' | 'warning' | 'info';
  /** The rule, for the list of findings. */
  readonly title: string;
  /** What was expected; `{placeholders}` are filled in. */
  readonly want: string;
  /** The change to make. */
  readonly fix: string;
}

/** Keeps the codes as literal types and the entries as entries. */
export function entries<C extends string>(
  table: Readonly<Record<C, CatalogueEntry>>,
): Readonly<Record<C, CatalogueEntry>> {
  return table;
}
