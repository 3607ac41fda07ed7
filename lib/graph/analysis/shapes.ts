import { at, type Link, type Structure } from './structure';

/** How many calls follow each other from a node on, and how many nodes it calls and is called by. */
export interface Shape {
  readonly service: string;
  /** Calls in a row; Infinity on a circle of calls or above one. */
  readonly depth: number;
  readonly fanOut: number;
  readonly fanIn: number;
}

/** The shape of the graph around every node, in the order of the nodes. */
export function shapesOf(structure: Structure): readonly Shape[] {
  const depth = new Array<number>(structure.nodes.length).fill(0);
  for (let position = structure.order.length - 1; position >= 0; position -= 1) {
    const node = at(structure.order, position);
    const below = at(structure.onward, node).map(({ to }) => 1 + at(depth, to));
    depth[node] = structure.isCyclic[node] === true ? Infinity : Math.max(0, ...below);
  }
  return structure.nodes.map(({ id }, node) => ({
    service: id,
    depth: at(depth, node),
    fanOut: calleesOf(structure, node).length,
    fanIn: new Set(at(structure.into, node).map(({ from }) => from)).size,
  }));
}

/** The other nodes that a node calls, each once. */
export function calleesOf(structure: Structure, node: number): readonly number[] {
  return [...new Set(at(structure.onward, node).map(({ to }) => to))];
}

/** The calls of a longest chain from `node` on; of none where it leads to a circle. */
export function longestChain(
  structure: Structure,
  shapes: readonly Shape[],
  node: number,
): readonly Link[] {
  const chain: Link[] = [];
  for (let here: number | undefined = node; here !== undefined;) {
    const depth: number = at(shapes, here).depth;
    const next: Link | undefined = at(structure.out, here).find(
      ({ to }) => at(shapes, to).depth === depth - 1,
    );
    if (next !== undefined) chain.push(next);
    here = next?.to;
  }
  return chain;
}
