import { entriesOf } from './entries';
import { hardLinks } from './objectives';
import { at, numberOf, type Structure } from './structure';

/** What fails when one service does. */
export interface BlastRadius {
  readonly service: string;
  /** Nodes that cannot answer without it, by id. */
  readonly failing: readonly string[];
  /** Nodes that answer with a fallback, by id. */
  readonly degraded: readonly string[];
  /** The call by which each of them fails or degrades, by the caller's id: the first that was met. */
  readonly through: Readonly<Record<string, string>>;
  /** Entries whose requests fail. */
  readonly entries: readonly string[];
}

/** Everything that fails or answers less while the node called `id` is down. */
export function blastRadiusOf(structure: Structure, id: string): BlastRadius {
  const start = numberOf(structure, id);
  const failing = new Set([start]);
  const degraded = new Set<number>();
  const hard = new Map<string, string>();
  const soft = new Map<string, string>();
  for (const node of failing) {
    for (const { edge, from } of at(structure.into, node)) {
      const [nodes, calls] = edge.fallback === undefined ? [failing, hard] : [degraded, soft];
      if (!nodes.has(from)) calls.set(edge.from, edge.id);
      nodes.add(from);
    }
  }
  const ids = (numbers: Iterable<number>): string[] =>
    [...numbers].map((number) => at(structure.nodes, number).id).sort();
  return {
    service: id,
    failing: ids([...failing].filter((node) => node !== start)),
    degraded: ids([...degraded].filter((node) => !failing.has(node))),
    through: Object.fromEntries([...soft, ...hard]),
    entries: entriesOf(structure)
      .filter(({ node, link }) => (link === undefined ? failing.has(node) : failing.has(link.to)))
      .map(({ name }) => name),
  };
}

/** The nodes, and everything that a request of one of them may lead to, by number. */
export function reachableFrom(structure: Structure, nodes: Iterable<number>): ReadonlySet<number> {
  const reached = new Set(nodes);
  for (const node of reached) for (const { to } of at(structure.out, node)) reached.add(to);
  return reached;
}

/** Nodes that some request from outside can reach, by number; everything where nobody outside is declared. */
export function reachableFromOutside(structure: Structure): ReadonlySet<number> {
  const outside = structure.nodes.flatMap(({ kind, hasPorts }, node) =>
    kind === 'gateway' || kind === 'outside' || !hasPorts ? [node] : [],
  );
  const hasDoor = outside.some((node) => isDoor(structure, node));
  return reachableFrom(structure, hasDoor ? outside : structure.nodes.keys());
}

function isDoor({ nodes }: Structure, node: number): boolean {
  const { kind } = at(nodes, node);
  return kind === 'gateway' || kind === 'outside';
}

/** Nodes that a request of the node cannot do without, directly or not, by number; not itself. */
export function hardDependencies(structure: Structure, node: number): ReadonlySet<number> {
  const found = new Set<number>();
  const queue = [node];
  for (const here of queue) {
    for (const { to } of hardLinks(structure, here)) {
      if (found.has(to)) continue;
      found.add(to);
      queue.push(to);
    }
  }
  return found;
}
