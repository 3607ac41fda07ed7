import type { EdgeModel, NodeModel, SystemModel } from '../model';
import { componentsOf } from './components';

/** The model with what every analysis looks up, by number. */
export interface Structure {
  readonly model: SystemModel;
  readonly nodes: readonly NodeModel[];
  readonly links: readonly Link[];
  /** Links out of and into each node. */
  readonly out: readonly (readonly Link[])[];
  readonly into: readonly (readonly Link[])[];
  /** Links out of each node to others. */
  readonly onward: readonly (readonly Link[])[];
  /** Links of each node to its own peers: see {@link isPeerCall}. */
  readonly peers: readonly (readonly Link[])[];
  /** Every node before those that it calls; nodes of one cycle are neighbours. */
  readonly order: readonly number[];
  /** The component of each node: nodes that call each other in a circle share one. */
  readonly component: readonly number[];
  /** Whether the node is on a circle of calls through others. */
  readonly isCyclic: readonly boolean[];
  readonly numberOf: ReadonlyMap<string, number>;
}

/** An edge with the numbers of its ends. */
export interface Link {
  readonly edge: EdgeModel;
  readonly from: number;
  readonly to: number;
}

const known = new WeakMap<SystemModel, Structure>();

/** The structure of `model`; worked out once. */
export function structureOf(model: SystemModel): Structure {
  const before = known.get(model);
  if (before !== undefined) return before;
  const structure = build(model);
  known.set(model, structure);
  return structure;
}

function build(model: SystemModel): Structure {
  const { nodes } = model;
  const numberOf = new Map(nodes.map(({ id }, number) => [id, number]));
  const links = model.edges.flatMap((edge) => {
    const from = numberOf.get(edge.from);
    const to = numberOf.get(edge.to);
    return from === undefined || to === undefined ? [] : [{ edge, from, to }];
  });
  const out: Link[][] = nodes.map(() => []);
  const into: Link[][] = nodes.map(() => []);
  for (const link of links) {
    out[link.from]?.push(link);
    into[link.to]?.push(link);
  }
  const components = componentsOf(out.map((each) => each.map(({ to }) => to)));
  const size = new Map<number, number>();
  for (const each of components.component) size.set(each, (size.get(each) ?? 0) + 1);
  return {
    model,
    nodes,
    links,
    out,
    into,
    onward: out.map((each) => each.filter((link) => !isPeerCall(link))),
    peers: out.map((each) => each.filter(isPeerCall)),
    ...components,
    isCyclic: components.component.map((each) => (size.get(each) ?? 0) > 1),
    numberOf,
  };
}

/** Whether pods of one service call each other: such peers go no further, or nothing would ever be answered. */
export function isPeerCall({ from, to }: Link): boolean {
  return from === to;
}

/** The number of the node called `id`. Throws where there is none. */
export function numberOf({ numberOf: numbers }: Structure, id: string): number {
  const number = numbers.get(id);
  if (number === undefined) throw new Error(`${id} is not part of the system`);
  return number;
}

/** The item at `index` of an array that has one for each node. */
export function at<T>(list: ArrayLike<T>, index: number): T {
  return list[index] as T;
}
