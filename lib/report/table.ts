import type { ExplainedSection } from './explained';
import type { Styles } from './styles';

// a value that is longer than this stands out of its column, and does not push the others away
const WIDEST_VALUE = 32;

/** Sections below each other, in columns: name, value, where it comes from. */
export function sectionTable(sections: readonly ExplainedSection[], styles: Styles): string {
  const all = sections.flatMap(({ values }) => values);
  const names = Math.max(0, ...all.map(({ name }) => name.length));
  const widths = all.map(({ value }) => value.length).filter((width) => width <= WIDEST_VALUE);
  const values = Math.max(0, ...widths);
  return sections
    .map((section) => {
      const lines = section.values.map(({ name, value, origin }) => {
        const padding = ' '.repeat(Math.max(0, values - value.length));
        return `    ${name.padEnd(names)}  ${styles.strong(value)}${padding}  ${styles.faint(origin)}\n`;
      });
      return `  ${section.title}\n${lines.join('')}`;
    })
    .join('');
}
