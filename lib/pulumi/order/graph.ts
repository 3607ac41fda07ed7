/** For each node, by index, the nodes that it comes after. */
export type Edges = readonly ReadonlySet<number>[];

/** Either an order in which every node comes after those that it waits for, or nodes that wait for each other. */
export type Ordering =
  | { readonly kind: 'order'; readonly order: readonly number[] }
  | { readonly kind: 'cycle'; readonly cycle: readonly number[] };

/** Orders the nodes of `edges` in time linear in nodes and edges, without recursion. */
export function orderOf(edges: Edges): Ordering {
  const waiting = edges.map((after) => after.size);
  const followers = edges.map((): number[] => []);
  edges.forEach((after, node) => {
    for (const other of after) followers[other]?.push(node);
  });
  const order = waiting.flatMap((count, node) => (count === 0 ? [node] : []));
  for (const node of order) {
    for (const follower of followers[node] ?? []) {
      const left = (waiting[follower] ?? 0) - 1;
      waiting[follower] = left;
      if (left === 0) order.push(follower);
    }
  }
  if (order.length === edges.length) return { kind: 'order', order };
  return { kind: 'cycle', cycle: cycleAmong(edges, new Set(order)) };
}

/** A cycle among the nodes that `ordered` lacks: each of them waits for another of them. */
function cycleAmong(edges: Edges, ordered: ReadonlySet<number>): readonly number[] {
  const path: number[] = [];
  let node = edges.findIndex((_after, index) => !ordered.has(index));
  while (!path.includes(node)) {
    path.push(node);
    node = [...(edges[node] ?? [])].find((other) => !ordered.has(other)) ?? node;
  }
  return path.slice(path.indexOf(node));
}

/** `edges` without those that follow from others. */
export function withoutDetours(edges: Edges, order: readonly number[]): readonly number[][] {
  const position = new Map(order.map((node, index) => [node, index]));
  const words = Math.ceil(edges.length / 32);
  const above: Uint32Array[] = [];
  const kept: number[][] = edges.map(() => []);
  for (const node of order) {
    const reached = new Uint32Array(words);
    // the latest first: whatever it waits for need not be waited for again
    const latestFirst = [...(edges[node] ?? [])].sort(
      (a, b) => (position.get(b) ?? 0) - (position.get(a) ?? 0),
    );
    for (const other of latestFirst) {
      if (isIn(reached, other)) continue;
      kept[node]?.push(other);
      addTo(reached, other, above[other]);
    }
    above[node] = reached;
  }
  return kept.map((after) => after.sort((a, b) => a - b));
}

function isIn(set: Uint32Array, node: number): boolean {
  return ((set[node >>> 5] ?? 0) & (1 << (node & 31))) !== 0;
}

function addTo(set: Uint32Array, node: number, others: Uint32Array = new Uint32Array()): void {
  others.forEach((word, index) => {
    set[index] = (set[index] ?? 0) | word;
  });
  set[node >>> 5] = (set[node >>> 5] ?? 0) | (1 << (node & 31));
}
