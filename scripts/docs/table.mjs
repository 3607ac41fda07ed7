/** A Markdown table; whoever calls escapes nothing. */
export function table(head, rows) {
  const line = (cells) => `| ${cells.map(escaped).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

// a bar ends a cell, also between back-ticks
const escaped = (cell) => cell.replace(/\s+/g, ' ').replaceAll('|', '\\|').trim();

/** The text as code. */
export const code = (text) => `\`${text}\``;
