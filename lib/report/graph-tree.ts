import { at, type Link, type Structure } from '../graph/analysis/structure';
import { edgeLabel, type DrawnSystem } from './drawing';

const LEGEND = '(operation, deadline, tries, findings); what follows … is written out above';

/** The calls below each entry of every system, each service written out once. */
export function treeText(systems: readonly DrawnSystem[]): string {
  return [...systems.map(treeOf), `${LEGEND}\n`].join('\n');
}

function treeOf(drawn: DrawnSystem): string {
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

interface Branching {
  readonly drawn: DrawnSystem;
  readonly structure: Structure;
  readonly shown: Set<number>;
  readonly lines: string[];
}

function branch(branching: Branching, root: number, indent: string): void {
  const { drawn, structure, shown, lines } = branching;
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
