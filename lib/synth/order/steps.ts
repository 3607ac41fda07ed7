import { ApiObject } from 'cdk8s';
import type { Dependency } from './dependencies';
import { ChartPlace, type Place } from './tree';

/** A step of the walk that puts constructs in order: a construct, or several that are predecessors together. */
export class Step {
  /** What comes before. */
  public readonly before: Step[] = [];
  /** Whether anything comes after. */
  public hasAfter = false;
  public isOpen = false;
  public isDone = false;

  /** `place` is undefined for several constructs. */
  public constructor(public readonly place: Place | undefined) {}
}

/**
 * The steps of constructs that lie next to each other, and what comes before each.
 *
 * As cdk8s has it, every object in the source of a dependency comes after every object in its target: edges by the
 * product of both. Here the objects in a source share one step for all that their scopes depend on, and those that
 * depend on a target share one step for all objects in it.
 */
export class StepGraph {
  public readonly steps: readonly Step[];
  private readonly first: number;
  private readonly targets = new Map<Place, Step>();

  /** `dependencies` are sorted by their source. */
  public constructor(
    private readonly places: readonly Place[],
    private readonly dependencies: readonly Dependency[],
  ) {
    this.steps = places.map((place) => new Step(place));
    this.first = places[0]?.index ?? 0;
    this.connect();
    this.markPredecessors();
  }

  /** How many edges there are. */
  public get edges(): number {
    const all = new Set(this.steps);
    for (const step of all) for (const before of step.before) all.add(before);
    return [...all].reduce((sum, { before }) => sum + before.length, 0);
  }

  private connect(): void {
    const inherited: (Step | undefined)[] = [];
    let next = 0;
    for (const [position, place] of this.places.entries()) {
      const step = this.stepOf(place);
      const scope = place instanceof ChartPlace ? undefined : place.scope;
      let together = scope && inherited[scope.index - this.first];
      const start = next;
      while (this.dependencies[next]?.source === place) next += 1;
      if (next > start) {
        const targets = this.dependencies.slice(start, next).map(({ target }) => target);
        step.before.push(...targets.map((target) => this.stepOf(target)));
        together = joined(
          together,
          targets.map((target) => this.objectsOf(target)),
        );
      }
      inherited[position] = together;
      if (together !== undefined && ApiObject.isApiObject(place.construct))
        step.before.push(together);
    }
  }

  /** cdk8s starts its walk at what nothing comes after. */
  private markPredecessors(): void {
    const marked = new Set<Place>();
    for (const { source, target } of this.dependencies) {
      this.stepOf(target).hasAfter = true;
      const sources = objectsIn(source);
      if (sources.length === 0 || marked.has(target)) continue;
      const targets = objectsIn(target);
      // an object does not come after itself
      const isAlone = sources.length === 1 && targets.some((each) => each === sources[0]);
      if (!isAlone) marked.add(target);
      for (const each of targets) {
        if (!isAlone || each !== sources[0]) this.stepOf(each).hasAfter = true;
      }
    }
  }

  private stepOf({ index }: Place): Step {
    return this.steps[index - this.first] as Step;
  }

  private objectsOf(target: Place): Step {
    const known = this.targets.get(target);
    if (known !== undefined) return known;
    const made = joined(
      undefined,
      objectsIn(target).map((object) => this.stepOf(object)),
    );
    this.targets.set(target, made);
    return made;
  }
}

function joined(first: Step | undefined, rest: readonly Step[]): Step {
  const step = new Step(undefined);
  if (first !== undefined) step.before.push(first);
  for (const each of rest) step.before.push(each);
  return step;
}

/** The objects in `place` that its chart renders. */
function objectsIn(place: Place): readonly Place[] {
  const { chart } = place;
  if (chart === undefined || chart === place) return chart?.objects ?? [];
  const { objects } = chart;
  return objects.slice(positionOf(place.index, objects), positionOf(place.end, objects));
}

/** The position of the first of `objects`, which are sorted, that is at `index` or behind. */
function positionOf(index: number, objects: readonly Place[]): number {
  let [low, high] = [0, objects.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((objects[middle]?.index ?? 0) < index) low = middle + 1;
    else high = middle;
  }
  return low;
}
