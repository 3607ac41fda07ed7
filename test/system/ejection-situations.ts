import { REGIONS, ZONES, type RandomService, type RandomSize } from './random-policies';

/** Pods of which some fail together. */
export interface Situation {
  /** How many there are, those that fail included. */
  readonly present: number;
  /** How many fail, and must be able to go. */
  readonly failing: number;
}

/** Every way in which one place, or one pod, fails, at every size, with all pods there or any one of them down. */
export function* situationsAmongPlaces(
  { min, max }: RandomSize,
  place: RandomService['place'],
): Iterable<Situation> {
  for (let replicas = min; replicas <= max; replicas += 1) {
    if (place === 'zones' || place === 'regions') {
      yield* situationsOf(dealt(replicas, place === 'zones' ? ZONES.length : REGIONS.length));
    } else {
      yield { present: replicas, failing: 1 };
      yield { present: replicas - 1, failing: 1 };
    }
  }
}

/** Every way in which the first version fails, at every size of it and of the others. */
export function* situationsAmongVersions(
  first: RandomSize,
  others: RandomSize,
): Iterable<Situation> {
  for (let own = first.min; own <= first.max; own += 1) {
    for (let rest = others.min; rest <= others.max; rest += 1) {
      yield { present: own + rest, failing: own };
      yield { present: own + rest - 1, failing: own };
      yield { present: own + rest - 1, failing: own - 1 };
    }
  }
}

/** Pods as the scheduler spreads them: one to each place in turn. */
function dealt(replicas: number, places: number): readonly number[] {
  const groups = Array.from({ length: places }, () => 0);
  for (let pod = 0; pod < replicas; pod += 1)
    groups[pod % places] = (groups[pod % places] ?? 0) + 1;
  return groups;
}

function* situationsOf(groups: readonly number[]): Iterable<Situation> {
  const replicas = groups.reduce((total, pods) => total + pods, 0);
  for (const [failed, failing] of groups.entries()) {
    yield { present: replicas, failing };
    for (const [down, pods] of groups.entries()) {
      if (pods > 0) {
        yield { present: replicas - 1, failing: down === failed ? failing - 1 : failing };
      }
    }
  }
}
