import { Chart } from 'cdk8s';
import type { IConstruct, Node } from 'constructs';

/** Where a construct's objects come within their chart; what is not ours comes between namespaces and services. */
export type Rank = 'namespace' | 'other' | 'service' | 'gateway';

const ORDER: readonly Rank[] = ['namespace', 'other', 'service', 'gateway'];
const ranks = new WeakMap<IConstruct, Rank>();

/**
 * Renders `construct` at its rank, and by id among its equals, whoever was declared first.
 *
 * cdk8s renders children in the order of `node.children`, and a construct dependency, its own means of ordering, would
 * rename files and fail on cycles between charts. So the scopes from here up to the chart list their children sorted.
 */
export function renderAtRank(construct: IConstruct, rank: Rank): void {
  ranks.set(construct, rank);
  for (const scope of construct.node.scopes.slice(0, -1).reverse()) {
    sortChildren(scope);
    if (Chart.isChart(scope)) return;
    ranks.set(scope, 'service');
  }
}

/** Leaves a child of its scope out of what is rendered while `isPresent` says no. */
export function renderWhile(child: IConstruct, isPresent: () => boolean): void {
  const { scope } = child.node;
  if (scope !== undefined) listingOf(scope).conditions.set(child, isPresent);
}

/** How a scope lists its children. */
interface Listing {
  isSorted: boolean;
  readonly conditions: Map<IConstruct, () => boolean>;
}

const listings = new WeakMap<IConstruct, Listing>();

function sortChildren(scope: IConstruct): void {
  listingOf(scope).isSorted = true;
}

/** The listing of `scope`, whose getter is redefined once, however much is asked of it. */
function listingOf(scope: IConstruct): Listing {
  const known = listings.get(scope);
  if (known !== undefined) return known;
  const listing: Listing = { isSorted: false, conditions: new Map() };
  listings.set(scope, listing);
  const { node } = scope;
  const children = childrenOf(node);
  const get = (): IConstruct[] => {
    const present = children().filter((child) => listing.conditions.get(child)?.() ?? true);
    return listing.isSorted ? present.sort(compareChildren) : present;
  };
  Object.defineProperty(node, 'children', { configurable: true, get });
  return listing;
}

/** Reads the children as they are listed now, by the library's own getter or somebody else's. */
function childrenOf(node: Node): () => readonly IConstruct[] {
  const descriptor =
    Object.getOwnPropertyDescriptor(node, 'children') ??
    Object.getOwnPropertyDescriptor(Object.getPrototypeOf(node), 'children');
  return () => descriptor?.get?.call(node) as readonly IConstruct[];
}

/** Array.prototype.sort is stable, so what is not ours keeps its order. */
function compareChildren(a: IConstruct, b: IConstruct): number {
  const [left, right] = [rankOf(a), rankOf(b)];
  if (left !== right) return ORDER.indexOf(left) - ORDER.indexOf(right);
  if (left === 'other') return 0;
  return a.node.id < b.node.id ? -1 : Number(a.node.id > b.node.id);
}

function rankOf(construct: IConstruct): Rank {
  return ranks.get(construct) ?? 'other';
}
