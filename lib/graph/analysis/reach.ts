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
  /** Entries whose requests fail. */
  readonly entries: readonly string[];
}

/** Everything that fails or answers less while the node called `id` is down. */
export function blastRadiusOf(structure: Structure, id: string): BlastRadius {
  const start = numberOf(structure, id);
  const failing = new Set([start]);
  const degraded = new Set<number>();
  for (const node of failing) {
    for (const { edge, from } of at(structure.into, node)) {
      if (edge.fallback === undefined) failing.add(from);
      else degraded.add(from);
    }
  }
  const ids = (numbers: Iterable<number>): string[] =>
    [...numbers].map((number) => at(structure.nodes, number).id).sort();
  return {
    service: id,
    failing: ids([...failing].filter((node) => node !== start)),
    degraded: ids([...degraded].filter((node) => !failing.has(node))),
    entries: entriesOf(structure)
      .filter(({ node, link }) => (link === undefined ? failing.has(node) : failing.has(link.to)))
      .map(({ name }) => name),
  };
}

/** Nodes that some request from outside can reach, by number; everything where nobody outside is declared. */
export function reachableFromOutside(structure: Structure): ReadonlySet<number> {
  const outside = structure.nodes.flatMap(({ kind, hasPorts }, node) =>
    kind === 'gateway' || kind === 'outside' || !hasPorts ? [node] : [],
  );
  const hasDoor = outside.some((node) => isDoor(structure, node));
  const reached = new Set(hasDoor ? outside : structure.nodes.keys());
  for (const node of reached) for (const { to } of at(structure.out, node)) reached.add(to);
  return reached;
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

/** The longest chain of calls that begins at each node, and how many different nodes it calls. */
export interface Shape {
  readonly service: string;
  /** Calls in a row; Infinity on a circle of calls or above one. */
  readonly depth: number;
  readonly fanOut: number;
  readonly fanIn: number;
}

/** The shape of the graph around every node. */
export function shapesOf(structure: Structure): readonly Shape[] {
  const depth = new Array<number>(structure.nodes.length).fill(0);
  for (let position = structure.order.length - 1; position >= 0; position -= 1) {
    const node = at(structure.order, position);
    const below = at(structure.out, node).map(({ to }) => 1 + at(depth, to));
    depth[node] = structure.isCyclic[node] === true ? Infinity : Math.max(0, ...below);
  }
  return structure.nodes.map(({ id }, node) => ({
    service: id,
    depth: at(depth, node),
    fanOut: new Set(at(structure.out, node).map(({ to }) => to)).size,
    fanIn: new Set(at(structure.into, node).map(({ from }) => from)).size,
  }));
}
