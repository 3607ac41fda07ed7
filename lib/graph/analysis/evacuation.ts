import type { NodeModel, SystemModel } from '../model';
import { capacityOf, total } from './capacity';
import { entriesOf } from './entries';
import type { Loads } from './load';
import { at, type Structure } from './structure';

/** What a zone or a region takes with it. */
export interface Evacuation {
  /** The zone or region that is lost. */
  readonly lost: string;
  readonly kind: 'zone' | 'region';
  readonly services: readonly Survivors[];
  /** Nodes of which no pod is left, or that cannot do without one of these, by id. */
  readonly unreachable: readonly string[];
  /** Entries whose requests fail. */
  readonly entries: readonly string[];
}

/** What is left of one service. */
export interface Survivors {
  readonly service: string;
  readonly pods: number;
  readonly left: number;
  /** Requests under way at a time; undefined where nobody knows. */
  readonly concurrency: number | undefined;
  /** What the pods that are left work on at a time; undefined where nobody said what one can. */
  readonly capacity: number | undefined;
}

/** Every loss of one zone, then of one region; none where the mesh names no zones. */
export function evacuationsOf(structure: Structure, loads: Loads): readonly Evacuation[] {
  const { zones } = structure.model;
  const regions = [...new Set(zones.map(({ region }) => region))];
  return [
    ...zones.map(({ zone }) => ({ lost: zone, kind: 'zone' as const, share: 1 })),
    ...(regions.length > 1 ? regions : []).map((region) => ({
      lost: region,
      kind: 'region' as const,
      share: zones.filter((each) => each.region === region).length,
    })),
  ].map(({ share, ...what }) => ({ ...what, ...lossOf(structure, loads, share) }));
}

function lossOf(
  structure: Structure,
  loads: Loads,
  lostZones: number,
): Pick<Evacuation, 'services' | 'unreachable' | 'entries'> {
  const gone = new Set<number>();
  const services = structure.nodes.flatMap((node, number) => {
    if (node.pods.length === 0) return [];
    const survivors = survivorsOf(structure, { number, loads, lostZones });
    if (survivors.left === 0) gone.add(number);
    return [survivors];
  });
  const failing = failingWith(structure, gone);
  return {
    services,
    unreachable: [...failing].map((node) => at(structure.nodes, node).id).sort(),
    entries: entriesOf(structure)
      .filter(({ node, link }) => failing.has(link?.to ?? node))
      .map(({ name }) => name),
  };
}

/** The nodes that have gone, and all that cannot do without one of them. */
function failingWith(structure: Structure, gone: ReadonlySet<number>): ReadonlySet<number> {
  const failing = new Set(gone);
  for (const node of failing) {
    for (const { edge, from } of at(structure.into, node)) {
      if (edge.fallback === undefined) failing.add(from);
    }
  }
  return failing;
}

function survivorsOf(
  structure: Structure,
  {
    number,
    loads,
    lostZones,
  }: { readonly number: number; readonly loads: Loads; readonly lostZones: number },
): Survivors {
  const node = at(structure.nodes, number);
  const { versions, concurrency } = capacityOf(structure, number, loads);
  const left = versions.map(({ pods }) => pods - lostPods(pods, lostZones, structure.model));
  return {
    service: node.id,
    pods: sum(versions.map(({ pods }) => pods)),
    left: sum(left),
    concurrency,
    capacity: total(node.pods.map((pods, index) => capacityLeft(pods, at(left, index)))),
  };
}

function capacityLeft({ capacity }: NodeModel['pods'][number], left: number): number | undefined {
  return capacity === undefined ? undefined : capacity * left;
}

/** The most of `pods` that so many zones hold, spread as evenly as they can be: the larger shares are lost. */
export function lostPods(
  pods: number,
  lostZones: number,
  { zones }: Pick<SystemModel, 'zones'>,
): number {
  const each = Math.floor(pods / zones.length);
  const larger = pods % zones.length;
  return each * lostZones + Math.min(larger, lostZones);
}

function sum(parts: readonly number[]): number {
  return parts.reduce((result, part) => result + part, 0);
}
