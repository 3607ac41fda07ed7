import type { ExplainedValue } from './explain';
import type { Styles } from './styles';

/** Values below each other: name, value, origin. */
export function valueTable(values: readonly ExplainedValue[], styles: Styles): string {
  const names = Math.max(0, ...values.map(({ name }) => name.length));
  return values
    .map(
      ({ name, value, origin }) =>
        `  ${name.padEnd(names)}  ${styles.strong(value)}  ${styles.faint(origin)}\n`,
    )
    .join('');
}
