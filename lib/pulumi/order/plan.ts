import { reportAt, type Finding } from '../../findings/finding';
import type { Manifest } from '../manifest';
import { orderOf, withoutDetours } from './graph';
import { needsOf, waitsForEndpoints } from './needs';
import { indexObjects } from './object-index';

/** An object that has a place in an order. */
export interface OrderedObject {
  /** Path of its construct. */
  readonly path: string;
  readonly manifest: Manifest;
}

/** Objects, by index, of which the first group comes after the second because the user said so. */
export interface AskedOrder {
  readonly dependents: readonly number[];
  readonly dependencies: readonly number[];
}

/** What comes after what. */
export interface OrderPlan {
  /** For each object, by index, the fewest objects that it has to wait for. */
  readonly after: readonly (readonly number[])[];
  /** An order in which each object comes after those that it waits for. */
  readonly order: readonly number[];
  readonly findings: readonly Finding[];
}

/** The order of `objects`: what they tell of themselves, and what the user asked for, which is stronger. */
export function planOrder(
  objects: readonly OrderedObject[],
  asked: readonly AskedOrder[],
): OrderPlan {
  const findings: Finding[] = [];
  const edges = askedEdges(objects.length, asked);
  const circle = orderOf(edges);
  if (circle.kind === 'cycle') {
    reportCircle(objects, circle.cycle, findings);
    return { after: [], order: [], findings };
  }
  const implied = impliedEdges(objects);
  const all = edges.map((after, self) => new Set([...after, ...(implied[self] ?? [])]));
  let ordering = orderOf(all);
  while (ordering.kind === 'cycle') {
    dropImplied(ordering.cycle, { objects, all, edges, findings });
    ordering = orderOf(all);
  }
  const direct = withoutMeetings(withoutDetours(all, ordering.order), objects.length);
  const order = ordering.order.filter((self) => self < objects.length);
  return { after: withoutDetours(direct, order), order, findings };
}

function impliedEdges(objects: readonly OrderedObject[]): readonly ReadonlySet<number>[] {
  const manifests = objects.map(({ manifest }) => manifest);
  const index = indexObjects(manifests);
  return manifests.map((manifest, self) => {
    const needs = needsOf(manifest, index, manifests);
    return new Set(needs.filter((need) => need !== self));
  });
}

/**
 * The edges that the user asked for. Each wish is a node of its own behind the objects, a meeting that all dependents
 * wait for and that waits for all dependencies: the edges between two charts would otherwise be the product of both.
 */
function askedEdges(objects: number, asked: readonly AskedOrder[]): Set<number>[] {
  const edges = Array.from({ length: objects + asked.length }, () => new Set<number>());
  asked.forEach(({ dependents, dependencies }, wish) => {
    for (const dependent of dependents) edges[dependent]?.add(objects + wish);
    for (const dependency of dependencies) edges[objects + wish]?.add(dependency);
  });
  return edges;
}

function withoutMeetings(
  edges: readonly (readonly number[])[],
  objects: number,
): readonly ReadonlySet<number>[] {
  return edges
    .slice(0, objects)
    .map(
      (after) => new Set(after.flatMap((node) => (node < objects ? [node] : (edges[node] ?? [])))),
    );
}

interface Contradiction {
  readonly objects: readonly OrderedObject[];
  readonly all: readonly Set<number>[];
  readonly edges: readonly ReadonlySet<number>[];
  readonly findings: Finding[];
}

/** Gives up one implied edge of `cycle`. There is one, since what the user asked for alone has no cycle. */
function dropImplied(
  cycle: readonly number[],
  { objects, all, edges, findings }: Contradiction,
): void {
  const pairs = cycle.map((self, at) => [self, cycle[(at + 1) % cycle.length] ?? self] as const);
  const isImplied = ([self, need]: readonly [number, number]): boolean =>
    edges[self]?.has(need) !== true;
  const isWait = ([self]: readonly [number, number]): boolean => {
    const manifest = objects[self]?.manifest;
    return manifest !== undefined && waitsForEndpoints(manifest);
  };
  const implied = pairs.filter(isImplied);
  const [service, workload] = implied.find(isWait) ?? implied[0] ?? [0, 0];
  all[service]?.delete(workload);
  if (!implied.some(isWait)) return;
  const got = `a dependency on ${objects[service]?.path}`;
  const report = reportAt(objects[workload]?.path ?? '', findings);
  report('MW0907', { prop: 'node.addDependency', got });
}

function reportCircle(
  objects: readonly OrderedObject[],
  cycle: readonly number[],
  findings: Finding[],
): void {
  const paths = cycle.flatMap((self) => objects[self]?.path ?? []);
  const first = paths[0] ?? '';
  const got = [...paths, first].join(', which comes after ');
  reportAt(first, findings)('MW0908', { prop: 'node.addDependency', got });
}
