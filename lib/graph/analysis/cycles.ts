import { at, type Link, type Structure } from './structure';

/** The links of a shortest circle of calls through `node` and others; none on no cycle. */
export function cycleThrough(structure: Structure, node: number): readonly Link[] {
  const before = new Map<number, Link>();
  const queue = [node];
  for (const here of queue) {
    for (const link of at(structure.onward, here)) {
      const isInside = structure.component[link.to] === structure.component[node];
      if (!isInside || before.has(link.to)) continue;
      before.set(link.to, link);
      if (link.to === node) return backTo(node, before);
      queue.push(link.to);
    }
  }
  return [];
}

function backTo(node: number, before: ReadonlyMap<number, Link>): readonly Link[] {
  const links: Link[] = [];
  let here = node;
  do {
    const link = before.get(here);
    if (link === undefined) break;
    links.unshift(link);
    here = link.from;
  } while (here !== node);
  return links;
}

/** One circle of calls for each set of nodes that call each other, the first node by id first. */
export function cyclesOf(structure: Structure): readonly (readonly Link[])[] {
  const first = new Map<number, number>();
  structure.isCyclic.forEach((isCyclic, node) => {
    if (!isCyclic) return;
    const component = at(structure.component, node);
    const known = first.get(component);
    const isEarlier =
      known === undefined || at(structure.nodes, node).id < at(structure.nodes, known).id;
    if (isEarlier) first.set(component, node);
  });
  return [...first.values()].map((node) => cycleThrough(structure, node));
}
