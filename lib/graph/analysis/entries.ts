import { groupBy } from '../../values/group-by';
import { at, isPeerCall, type Link, type Structure } from './structure';
import { triesOf } from './tries';

/** Where requests come from. */
export interface Entry {
  /** What callers of commands and assertions read: the id of the node, and of what it asks first. */
  readonly name: string;
  readonly node: number;
  /** The route or permit that a request takes; undefined where one unit of work makes all calls of the node. */
  readonly link: Link | undefined;
}

/**
 * Every place where requests begin: each target of a gateway and of a caller from elsewhere, every service that nobody
 * calls, and of services that only call each other the first by id.
 */
export function entriesOf(structure: Structure): readonly Entry[] {
  const first = new Set(
    circlesNobodyCalls(structure).map((members) => firstById(structure, members)),
  );
  return structure.nodes.flatMap(({ id, kind }, node): readonly Entry[] => {
    const out = at(structure.out, node);
    if (kind === 'gateway' || kind === 'outside') {
      return widest(out).map((link) => ({ name: `${id} → ${link.edge.to}`, node, link }));
    }
    return first.has(node) || (out.length > 0 && at(structure.into, node).every(isPeerCall))
      ? [{ name: id, node, link: undefined }]
      : [];
  });
}

/** Sets of nodes that call each other in a circle, and that nothing else calls. */
function circlesNobodyCalls(structure: Structure): readonly (readonly number[])[] {
  const { component, isCyclic, into } = structure;
  const onCircles = [...component.keys()].filter((node) => isCyclic[node] === true);
  const members = groupBy(onCircles, (node) => at(component, node));
  return [...members.values()].filter((nodes) =>
    nodes.every((node) => at(into, node).every(({ from }) => component[from] === component[node])),
  );
}

function firstById({ nodes }: Structure, members: readonly number[]): number {
  return members.reduce((first, node) => (at(nodes, node).id < at(nodes, first).id ? node : first));
}

/** For each target the link that may be tried most often: a request takes one of them. */
function widest(links: readonly Link[]): readonly Link[] {
  const byTarget = new Map<number, Link>();
  for (const link of links) {
    const known = byTarget.get(link.to);
    const isWider = known === undefined || reachOf(link) > reachOf(known);
    if (isWider) byTarget.set(link.to, link);
  }
  return [...byTarget.values()];
}

function reachOf({ edge }: Link): number {
  return edge.times * Math.max(triesOf(edge, 'response'), triesOf(edge, 'connection'));
}
