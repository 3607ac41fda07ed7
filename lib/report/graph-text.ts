import type { SystemAnalysis } from '../graph/analysis/analyse';
import { at, type Link, type Structure } from '../graph/analysis/structure';
import { meshTries } from '../graph/analysis/tries';
import type { EdgeModel } from '../graph/model';
import type { Finding } from '../findings/finding';
import { istioDuration } from '../values/duration';

/** What a picture of the system is drawn from. */
export interface DrawnSystem {
  readonly analysis: SystemAnalysis;
  readonly findings: readonly Finding[];
}

/** What stands on an edge: operation, deadline, tries, findings. */
export function edgeLabel({ findings }: DrawnSystem, edge: EdgeModel): string {
  const { operation, deadline, carriesRequests, path, prop, times } = edge;
  const codes = findings
    .filter((finding) => finding.path === path && finding.prop.startsWith(prop))
    .map(({ code }) => code);
  return [
    ...(operation === undefined ? [] : [operation]),
    ...(times === 1 ? [] : [`x${times}`]),
    ...(deadline === undefined ? [] : [istioDuration(deadline.ms)]),
    ...(carriesRequests ? [`${meshTries(edge, 'connection')} tries`] : ['tcp']),
    ...new Set(codes),
  ].join(', ');
}

/** The calls below each entry, each service written out once. */
export function treeText(drawn: DrawnSystem): string {
  const { structure } = drawn.analysis;
  const roots = structure.nodes.flatMap((_node, number) =>
    at(structure.into, number).length === 0 ? [number] : [],
  );
  const shown = new Set<number>();
  const lines: string[] = [];
  // of a circle of calls nobody is the first: it begins where nobody has come from
  for (const node of [...roots, ...structure.order]) {
    if (!shown.has(node)) branch({ drawn, structure, shown, lines }, node, '');
  }
  return `${lines.join('\n')}\n`;
}

interface Drawing {
  readonly drawn: DrawnSystem;
  readonly structure: Structure;
  readonly shown: Set<number>;
  readonly lines: string[];
}

function branch(drawing: Drawing, root: number, indent: string): void {
  const { drawn, structure, shown, lines } = drawing;
  lines.push(at(structure.nodes, root).id);
  shown.add(root);
  const open: { readonly link: Link; readonly indent: string }[] = [];
  const push = (node: number, deeper: string): void => {
    for (const link of [...at(structure.out, node)].reverse()) open.push({ link, indent: deeper });
  };
  push(root, `${indent}  `);
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { link } = next;
    const isKnown = shown.has(link.to);
    const hasMore = isKnown && at(structure.out, link.to).length > 0;
    lines.push(
      `${next.indent}→ ${link.edge.to} (${edgeLabel(drawn, link.edge)})${hasMore ? ' …' : ''}`,
    );
    if (isKnown) continue;
    shown.add(link.to);
    push(link.to, `${next.indent}  `);
  }
}

/** Mermaid's notation. @see https://mermaid.js.org/syntax/flowchart.html */
export function mermaidText(drawn: DrawnSystem): string {
  const { nodes, links } = drawn.analysis.structure;
  return [
    'flowchart LR',
    ...nodes.map(({ id }, number) => `  n${number}["${id}"]`),
    ...links.map(({ edge, from, to }) => `  n${from} -->|"${edgeLabel(drawn, edge)}"| n${to}`),
    '',
  ].join('\n');
}

/** Graphviz's notation. @see https://graphviz.org/doc/info/lang.html */
export function dotText(drawn: DrawnSystem): string {
  const { nodes, links } = drawn.analysis.structure;
  const quote = (text: string): string => `"${text.replace(/["\\]/g, '\\$&')}"`;
  return [
    'digraph system {',
    '  rankdir=LR;',
    '  node [shape=box];',
    ...nodes.map(({ id }) => `  ${quote(id)};`),
    ...links.map(
      ({ edge }) =>
        `  ${quote(edge.from)} -> ${quote(edge.to)} [label=${quote(edgeLabel(drawn, edge))}];`,
    ),
    '}',
    '',
  ].join('\n');
}
