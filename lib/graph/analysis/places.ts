import type { NodeModel, PlacesModel, SystemModel } from '../model';

/**
 * The zones or regions that a node fails over between; undefined where nobody said, or where the mesh does not know
 * which zones are in which region.
 */
export function placesIn(
  kind: PlacesModel['kind'],
  { places }: Pick<NodeModel, 'places'>,
  { zones }: Pick<SystemModel, 'zones'>,
): readonly string[] | undefined {
  if (places === undefined || places.kind === kind) return places?.names;
  const [from, to] =
    kind === 'regions' ? (['zone', 'region'] as const) : (['region', 'zone'] as const);
  const known = zones.filter((zone) => places.names.includes(zone[from]));
  const isComplete = places.names.every((name) => known.some((zone) => zone[from] === name));
  return isComplete ? [...new Set(known.map((zone) => zone[to]))].sort() : undefined;
}
