import { nameOf, type Dependency } from './dependencies';
import { StepGraph, type Step } from './steps';
import type { Place } from './tree';

/**
 * `places` with each after what it depends on, in exactly the order of cdk8s: depth first, from what nothing comes
 * after, each once.
 *
 * Throws where there is a cycle, with the dependencies that make it.
 */
export function sortPlaces(
  places: readonly Place[],
  dependencies: readonly Dependency[],
): readonly Place[] {
  if (dependencies.length === 0) return inKeyOrder(places);
  const { steps } = new StepGraph(places, dependencies);
  const walk = new Walk(dependencies);
  const last = steps.flatMap((step) => (step.hasAfter ? [] : (step.place ?? [])));
  const stepOf = new Map(steps.map((step) => [step.place, step]));
  for (const place of inKeyOrder(last)) walk.from(stepOf.get(place) as Step);
  // where everything comes before something, there is a cycle
  for (const step of steps) walk.from(step);
  return walk.order;
}

/** A step that the walk is inside of. */
interface Frame {
  readonly step: Step;
  /** How many predecessors it has gone through. */
  seen: number;
  /** Whether it passed one over that may matter to whoever comes here next. */
  isPartial: boolean;
}

class Walk {
  public readonly order: Place[] = [];
  private readonly stack: Frame[] = [];

  public constructor(private readonly dependencies: readonly Dependency[]) {}

  /** Recursion would end at a chain of some thousand constructs. */
  public from(start: Step): void {
    this.enter(start);
    for (let frame = this.stack.at(-1); frame !== undefined; frame = this.stack.at(-1)) {
      const before = frame.step.before[frame.seen];
      frame.seen += 1;
      if (before === undefined) this.leave(frame);
      else if (!before.isOpen) this.enter(before);
      else if (!this.isOfItself(before)) throw this.cycle(before);
    }
  }

  private enter(step: Step): void {
    if (step.isDone) return;
    // a step of several is no construct, and may be gone through again for another of them
    step.isOpen = step.place !== undefined;
    this.stack.push({ step, seen: 0, isPartial: false });
  }

  private leave({ step, isPartial }: Frame): void {
    this.stack.pop();
    step.isOpen = false;
    step.isDone = !isPartial;
    if (step.place !== undefined) this.order.push(step.place);
  }

  /** An object in both the source and the target of a dependency does not come after itself, but others do. */
  private isOfItself(object: Step): boolean {
    const from = this.stack.findLastIndex(({ step }) => step.place !== undefined);
    const together = this.stack.slice(from + 1);
    if (together.length === 0 || this.stack[from]?.step !== object) return false;
    for (const frame of together) frame.isPartial = true;
    return true;
  }

  private cycle(back: Step): Error {
    const from = this.stack.findIndex(({ step }) => step === back);
    const steps = [...this.stack.slice(from).map(({ step }) => step), back];
    const places = steps.flatMap(({ place }) => place ?? []);
    const lines = places.slice(1).map((target, i) => this.reason(places[i] as Place, target));
    const ring = places.map(({ construct }) => nameOf(construct)).join(' → ');
    return new Error(
      `the dependencies go round in a circle, so that nothing can come first: ${ring}\n${[...new Set(lines)].join('\n')}\nremove one of them`,
    );
  }

  /** The dependency, as declared, from which it follows that `source` comes after `target`. */
  private reason(source: Place, target: Place): string {
    const found =
      this.dependencies.find((each) => each.source === source && each.target === target) ??
      this.dependencies.find(
        (each) => each.source.contains(source) && each.target.contains(target),
      );
    const because = found?.because;
    if (because === 'nested')
      return `  ${nameOf(source.construct)} contains ${nameOf(target.construct)}`;
    const [from, to] = [
      because?.source ?? found?.source.construct ?? source.construct,
      because?.target ?? found?.target.construct ?? target.construct,
    ];
    return `  ${nameOf(from)} depends on ${nameOf(to)}`;
  }
}

/** As the keys of an object by path would come: small whole numbers first, by size. */
function inKeyOrder(places: readonly Place[]): readonly Place[] {
  const numbers = places.filter(({ path }) => isArrayIndex(path));
  if (numbers.length === 0) return places;
  const others = places.filter(({ path }) => !isArrayIndex(path));
  return [...numbers.sort((a, b) => Number(a.path) - Number(b.path)), ...others];
}

function isArrayIndex(path: string): boolean {
  return /^\d/.test(path) && String(Number(path) >>> 0) === path && Number(path) < 2 ** 32 - 1;
}
