import { groupBy } from '../../values/group-by';
import type { EdgeModel, LatencyObjectiveModel, NodeModel } from '../model';
import { at, type Link, type Structure } from './structure';
import { triesOf } from './tries';

/** What one dependency costs the availability of its caller. Shares are of 1. */
export interface DependencyBudget {
  readonly edge: EdgeModel;
  /** What the dependency promises, or can at best; 1 where it promises nothing. */
  readonly availability: number;
  /** Failing requests of the caller that it accounts for when its failures come together: 1 - a^times. */
  readonly spends: number;
  /** The same when each try fails or not whatever became of the others. */
  readonly spendsAtBest: number;
}

/** Whether a service can keep its promise of availability. Shares are of 1. */
export interface AvailabilityBudget {
  readonly service: string;
  /** Undefined where nothing is promised. */
  readonly promised: number | undefined;
  /** What its hard dependencies leave it when retries do not help. */
  readonly possible: number;
  /** What they leave it at best: failures of tries independent of each other. */
  readonly possibleAtBest: number;
  /** Hard dependencies; a call with a fallback spends nothing. */
  readonly dependencies: readonly DependencyBudget[];
}

/** The availability budget of every node. */
export function availabilityBudgets(structure: Structure): readonly AvailabilityBudget[] {
  const budgets = new Array<AvailabilityBudget | undefined>(structure.nodes.length);
  for (let position = structure.order.length - 1; position >= 0; position -= 1) {
    const node = at(structure.order, position);
    const model = at(structure.nodes, node);
    const dependencies = hardTargets(structure, node).map((links) => {
      const { to } = at(links, 0);
      return budgetOf(links, promiseOf(at(structure.nodes, to), budgets[to]));
    });
    budgets[node] = {
      service: model.id,
      promised: shareOf(model.objectives.availabilityPercent),
      possible: product(dependencies.map(({ spends }) => 1 - spends)),
      possibleAtBest: product(dependencies.map(({ spendsAtBest }) => 1 - spendsAtBest)),
      dependencies,
    };
  }
  return budgets.flatMap((budget) => budget ?? []);
}

/** Calls that a request of the node cannot do without, of each target that which is made most often. */
export function hardLinks(structure: Structure, node: number): readonly Link[] {
  return hardTargets(structure, node).flatMap((links) =>
    links.slice(1).reduce(moreOften, at(links, 0)),
  );
}

function moreOften(known: Link, link: Link): Link {
  return link.edge.times > known.edge.times ? link : known;
}

/** Calls that a request of the node cannot do without, by target: operations of one target fail together. */
function hardTargets(structure: Structure, node: number): readonly (readonly Link[])[] {
  const hard = at(structure.onward, node).filter(({ edge }) => edge.fallback === undefined);
  return [...groupBy(hard, ({ to }) => to).values()];
}

/** What a callee promises; without a promise, what its own dependencies leave it. Nothing is known yet on a circle. */
function promiseOf(
  { objectives }: NodeModel,
  budget: AvailabilityBudget | undefined,
): { readonly plain: number; readonly best: number } {
  const promised = shareOf(objectives.availabilityPercent);
  if (promised !== undefined) return { plain: promised, best: promised };
  return { plain: budget?.possible ?? 1, best: budget?.possibleAtBest ?? 1 };
}

/** What the calls of one target cost: a request is for any of them, so that the worst counts. */
function budgetOf(
  links: readonly Link[],
  { plain, best }: { readonly plain: number; readonly best: number },
): DependencyBudget {
  const { edge } = links.slice(1).reduce(moreOften, at(links, 0));
  const atBest = links.map((link) => {
    const fails = (1 - best) ** triesOf(link.edge, 'response');
    return 1 - (1 - fails) ** link.edge.times;
  });
  return {
    edge,
    availability: plain,
    spends: 1 - plain ** edge.times,
    spendsAtBest: Math.max(...atBest),
  };
}

function shareOf(percent: number | undefined): number | undefined {
  return percent === undefined ? undefined : percent / 100;
}

function product(factors: readonly number[]): number {
  return factors.reduce((result, factor) => result * factor, 1);
}

/** A promise of latency, and what those that it waits for promise. */
export interface LatencyBudget {
  readonly service: string;
  readonly promised: LatencyObjectiveModel;
  /** What the hard dependencies promise together: one after the other, parallel groups at once. */
  readonly dependenciesMs: number;
  readonly dependencies: readonly LatencyDependency[];
}

/** The latency that a dependency promises to at least as many requests. */
export interface LatencyDependency {
  readonly edge: EdgeModel;
  readonly ms: number;
}

/** The latency budget of every promise of the node with this number. */
export function latencyBudgets(structure: Structure, node: number): readonly LatencyBudget[] {
  const { id, objectives } = at(structure.nodes, node);
  return objectives.latencies.map((promised) => {
    const dependencies = hardLinks(structure, node).flatMap((link) => {
      const within = promiseWithin(at(structure.nodes, link.to), promised.percent);
      return within === undefined ? [] : [{ edge: link.edge, ms: within }];
    });
    return { service: id, promised, dependencies, dependenciesMs: togetherMs(dependencies) };
  });
}

/** The shortest time that a node promises to at least `percent` of the requests; else the longest that it promises. */
function promiseWithin({ objectives }: NodeModel, percent: number): number | undefined {
  const enough = objectives.latencies.filter((each) => each.percent >= percent);
  if (enough.length > 0) return Math.min(...enough.map(({ ms }) => ms));
  // what it promises to fewer requests is the least that it takes for the others
  return objectives.latencies.length === 0
    ? undefined
    : Math.max(...objectives.latencies.map(({ ms }) => ms));
}

function togetherMs(dependencies: readonly LatencyDependency[]): number {
  const steps = new Map<string, number>();
  for (const { edge, ms } of dependencies) {
    const { parallelGroup, to, times } = edge;
    const step = parallelGroup === undefined ? `call ${to}` : `group ${parallelGroup}`;
    const lasts = parallelGroup === undefined ? ms * times : ms;
    steps.set(step, Math.max(lasts, steps.get(step) ?? 0));
  }
  return [...steps.values()].reduce((sum, each) => sum + each, 0);
}
