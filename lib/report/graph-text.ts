import type { Drawing } from './drawing';

/** Mermaid's notation. @see https://mermaid.js.org/syntax/flowchart.html */
export function mermaidText({ nodes, links }: Drawing): string {
  return [
    'flowchart LR',
    ...nodes.map(({ key, label }) => `  ${key}["${entity(label)}"]`),
    ...links.map(({ from, to, label }) => `  ${from} -->|"${entity(label)}"| ${to}`),
    '',
  ].join('\n');
}

/** Mermaid writes quotes in a text as entities. */
function entity(text: string): string {
  return text.replaceAll('#', '#35;').replaceAll('"', '#quot;');
}

/** Graphviz's notation. @see https://graphviz.org/doc/info/lang.html */
export function dotText({ nodes, links }: Drawing): string {
  return [
    'digraph system {',
    '  rankdir=LR;',
    '  node [shape=box];',
    ...nodes.map(({ key, label }) => `  ${key} [label=${quoted(label)}];`),
    ...links.map(({ from, to, label }) => `  ${from} -> ${to} [label=${quoted(label)}];`),
    '}',
    '',
  ].join('\n');
}

function quoted(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}
