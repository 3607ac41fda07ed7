import type { SystemAnalysis } from '../../lib/graph/analysis/analyse';
import type { CallTime } from '../../lib/graph/analysis/deadlines';
import { toNumber } from '../../lib/graph/analysis/count';

/** Requests that arrive at a service for one at the entry that is worst. Without end they are Infinity. */
export interface AmplificationSummary {
  readonly entry: string;
  readonly normal: number;
  readonly connectionFailures: number;
  readonly responseFailures: number;
  readonly withBudgets: number;
  /** The calls that carry most of them, as `caller→callee`. */
  readonly path: readonly string[];
}

/** How long a call lasts at worst, in milliseconds. */
export interface WorstCase {
  readonly ms: number;
  /** What it is made of. */
  readonly derivation: string;
  /** How long the callee works on after the caller gave up. */
  readonly orphanedMs: number;
}

/** What the dependencies of a service leave to its availability. Shares are of 1. */
export interface ErrorBudget {
  /** Undefined where nothing is promised. */
  readonly promised: number | undefined;
  /** When the tries of a call fail together. */
  readonly possible: number;
  /** When each try fails or not whatever became of the others. */
  readonly possibleAtBest: number;
  /** Failing requests that each dependency accounts for, by `namespace/name`; those with a fallback are left out. */
  readonly spent: Readonly<Record<string, number>>;
}

/** How a pod goes away, in milliseconds. */
export interface DrainSummary {
  /** The longest deadline of a call to the service. */
  readonly longestRequestMs: number;
  /** The call that has it, as `caller→callee`. */
  readonly longestCall: string | undefined;
  /** Pre-stop, and the longest request or the proxy's drain. */
  readonly neededMs: number;
  /** What the grace period leaves beyond that. */
  readonly marginMs: number;
}

/** The amplification at a service. Throws where no request reaches it. */
export function amplificationOf(analysis: SystemAnalysis, id: string): AmplificationSummary {
  const found = analysis.amplificationOf(id);
  if (found === undefined) throw new Error(`no request reaches ${id}`);
  const { entry, normal, connectionFailures, responseFailures, withBudgets, path } = found;
  return {
    entry,
    normal: toNumber(normal),
    connectionFailures: toNumber(connectionFailures),
    responseFailures: toNumber(responseFailures),
    withBudgets,
    path: path.map(({ edge }) => edge.id),
  };
}

/** The longest of `times`, and the most that is worked for nobody. */
export function longestOf(times: readonly CallTime[]): WorstCase | undefined {
  const [longest] = [...times].sort((a, b) => b.worstMs - a.worstMs);
  if (longest === undefined) return undefined;
  const { worstMs: ms, derivation } = longest;
  return { ms, derivation, orphanedMs: Math.max(...times.map(({ orphanedMs }) => orphanedMs)) };
}

/** What the dependencies of a service leave it. */
export function errorBudgetOf({ availability }: SystemAnalysis, id: string): ErrorBudget {
  const budget = availability().find(({ service }) => service === id);
  if (budget === undefined) throw new Error(`${id} is not part of the system`);
  const { promised, possible, possibleAtBest, dependencies } = budget;
  return {
    promised,
    possible,
    possibleAtBest,
    spent: Object.fromEntries(dependencies.map(({ edge, spends }) => [edge.to, spends])),
  };
}

/** How the pods of a service go away. Throws for what the mesh does not run. */
export function drainOf(analysis: SystemAnalysis, id: string): DrainSummary {
  const found = analysis.drainOf(id);
  if (found === undefined) throw new Error(`the mesh does not run ${id}`);
  const { longestRequestMs, longestCall, neededMs, marginMs } = found;
  return { longestRequestMs, longestCall: longestCall?.id, neededMs, marginMs };
}
