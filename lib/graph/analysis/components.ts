/** The strongly connected components of a graph, callers first. */
export interface Components {
  /** Every node before those that it reaches; nodes of one component are neighbours. */
  readonly order: readonly number[];
  /** The component of each node. */
  readonly component: readonly number[];
}

interface Walk {
  readonly calls: readonly (readonly number[])[];
  readonly index: Int32Array;
  readonly low: Int32Array;
  readonly component: Int32Array;
  readonly stack: number[];
  readonly finished: number[];
  next: number;
  components: number;
}

const UNSEEN = -1;

/**
 * Tarjan's algorithm, without recursion: a chain of ten thousand services must not overflow the stack.
 *
 * @see https://doi.org/10.1137/0201010
 */
export function componentsOf(calls: readonly (readonly number[])[]): Components {
  const walk: Walk = {
    calls,
    index: new Int32Array(calls.length).fill(UNSEEN),
    low: new Int32Array(calls.length),
    component: new Int32Array(calls.length).fill(UNSEEN),
    stack: [],
    finished: [],
    next: 0,
    components: 0,
  };
  for (let node = 0; node < calls.length; node += 1) {
    if (walk.index[node] === UNSEEN) visit(walk, node);
  }
  return { order: walk.finished.reverse(), component: [...walk.component] };
}

function visit(walk: Walk, root: number): void {
  const path = [{ node: enter(walk, root), position: 0 }];
  for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
    const next = walk.calls[top.node]?.[top.position];
    if (next === undefined) {
      path.pop();
      leave(walk, top.node);
      const caller = path.at(-1);
      if (caller !== undefined) lower(walk, caller.node, walk.low[top.node] ?? 0);
      continue;
    }
    top.position += 1;
    if (walk.index[next] === UNSEEN) path.push({ node: enter(walk, next), position: 0 });
    else if (walk.component[next] === UNSEEN) lower(walk, top.node, walk.index[next] ?? 0);
  }
}

function enter(walk: Walk, node: number): number {
  walk.index[node] = walk.next;
  walk.low[node] = walk.next;
  walk.next += 1;
  walk.stack.push(node);
  return node;
}

function lower({ low }: Walk, node: number, value: number): void {
  low[node] = Math.min(low[node] ?? 0, value);
}

/** Closes the component of `node`, where `node` is the first of it that was entered. */
function leave(walk: Walk, node: number): void {
  if (walk.low[node] !== walk.index[node]) return;
  for (let member = walk.stack.pop(); member !== undefined; member = walk.stack.pop()) {
    walk.component[member] = walk.components;
    walk.finished.push(member);
    if (member === node) break;
  }
  walk.components += 1;
}
