import type { NodeModel, SystemModel } from '../model';
import { capacityOf } from './capacity';
import { entriesOf } from './entries';
import { total, type Loads } from './load';
import { at, type Structure } from './structure';

/** What a zone or a region takes with it. */
export interface Evacuation {
  /** The zone or region that is lost. */
  readonly lost: string;
  readonly kind: 'zone' | 'region';
  readonly services: readonly Survivors[];
  /** Nodes of which no pod is left, by id. */
  readonly gone: readonly string[];
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

/** A zone or a region that is lost. */
export type Loss = Pick<Evacuation, 'lost' | 'kind'>;

/** Every loss of one zone, then of one region; none where nobody names any. */
export function evacuationsOf(structure: Structure, loads: Loads): readonly Evacuation[] {
  return lossesOf(structure.model).map((loss) => ({
    ...loss,
    ...leftAfter(structure, loads, loss),
  }));
}

function lossesOf({ nodes, zones }: SystemModel): readonly Loss[] {
  const named = (kind: 'zones' | 'regions'): string[] =>
    nodes.flatMap(({ places }) => (places?.kind === kind ? places.names : []));
  const lost = {
    zone: new Set([...zones.map(({ zone }) => zone), ...named('zones')]),
    region: new Set([...zones.map(({ region }) => region), ...named('regions')]),
  };
  // the loss of the only one is that of everything, which nobody needs to be told
  return (['zone', 'region'] as const).flatMap((kind) =>
    lost[kind].size < 2 ? [] : [...lost[kind]].sort().map((each) => ({ kind, lost: each })),
  );
}

function leftAfter(
  structure: Structure,
  loads: Loads,
  loss: Loss,
): Omit<Evacuation, 'lost' | 'kind'> {
  const gone = new Set<number>();
  const services = structure.nodes.flatMap((node, number) => {
    if (node.pods.length === 0) return [];
    const survivors = survivorsOf(structure, { number, loads, loss });
    if (survivors.left === 0) gone.add(number);
    return [survivors];
  });
  const failing = failingWith(structure, gone);
  return {
    services,
    gone: [...gone].map((node) => at(structure.nodes, node).id).sort(),
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

interface Survival {
  readonly number: number;
  readonly loads: Loads;
  readonly loss: Loss;
}

function survivorsOf(structure: Structure, { number, loads, loss }: Survival): Survivors {
  const node = at(structure.nodes, number);
  const left = node.pods.map(
    ({ min }) =>
      min - lostPods(structure.model, { node, pods: min }, { kind: loss.kind, lost: [loss.lost] }),
  );
  return {
    service: node.id,
    pods: sum(node.pods.map(({ min }) => min)),
    left: sum(left),
    concurrency: capacityOf(structure, number, loads).concurrency,
    capacity: total(node.pods.map((pods, index) => capacityLeft(pods, at(left, index)))),
  };
}

function capacityLeft({ capacity }: NodeModel['pods'][number], left: number): number | undefined {
  return capacity === undefined ? undefined : capacity * left;
}

/** Zones or regions that are lost together. */
export interface LostPlaces {
  readonly kind: Loss['kind'];
  readonly lost: readonly string[];
}

/** The most of a node's pods that a loss takes, where they are spread as evenly as they can be; none elsewhere. */
export function lostPods(
  { zones }: Pick<SystemModel, 'zones'>,
  { node, pods }: { readonly node: Pick<NodeModel, 'places'>; readonly pods: number },
  { kind, lost }: LostPlaces,
): number {
  const { places } = node;
  const areNamed = places !== undefined && `${kind}s` === places.kind;
  const names = areNamed ? places.names : zones.map((each) => each[kind]);
  const hit = names.filter((name) => lost.includes(name)).length;
  if (hit === 0) return 0;
  // the larger shares are lost
  return Math.floor(pods / names.length) * hit + Math.min(pods % names.length, hit);
}

function sum(parts: readonly number[]): number {
  return parts.reduce((result, part) => result + part, 0);
}
