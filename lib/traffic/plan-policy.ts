import type { ProtocolFamily } from '../workload/port';
import { planBalancing, type BalancingPlan, type Places } from './plan-balancing';
import { planConnection, type ConnectionPlan } from './plan-connection';
import { planOutlierDetection, type EjectionSize, type OutlierPlan } from './plan-ejection';
import { CAPACITY, planLimits, shareOf, type LimitsPlan, type Sharers } from './plan-limits';
import { Resolution, type Given, type Layers, type Origins } from './layers';
import type { LimitsDeclaration } from './policy';

/** How many retries may be in flight. */
export type RetryBudgetPlan =
  | {
      readonly kind: 'percent';
      readonly percent: number;
      readonly minRetryConcurrency: number;
      readonly budgetIntervalMs: number | undefined;
    }
  | { readonly kind: 'count'; readonly maxRetries: number }
  | { readonly kind: 'unlimited' };

/** Policy of one client towards one set of pods. */
export interface TrafficPolicyPlan {
  readonly family: ProtocolFamily;
  readonly limits: LimitsPlan;
  readonly connection: ConnectionPlan;
  readonly balancing: BalancingPlan;
  readonly outlierDetection: OutlierPlan | undefined;
  /** Undefined where the mesh sees no requests. */
  readonly retryBudget: RetryBudgetPlan | undefined;
  /** Who said each value, by the name of its property. */
  readonly origins: Origins;
}

/** What planning a policy needs to know. */
export interface PolicyQuestion {
  readonly layers: Layers;
  readonly family: ProtocolFamily;
  readonly keepAliveMs: number | undefined;
  /** The shortest deadline of a call to the host; undefined where there is none. */
  readonly shortestDeadlineMs: number | undefined;
  readonly places: Places;
  readonly sharers: Sharers;
  /** Limits of one client that take the place of its share. */
  readonly pool: Given<LimitsDeclaration> | undefined;
  /** Undefined for what the mesh does not run and nobody counted. */
  readonly size: EjectionSize | undefined;
}

// of the requests in flight, a fifth may be retries, and three always. @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#TrafficPolicy-RetryBudget
const RETRY_PERCENT = 20;
const MIN_RETRY_CONCURRENCY = 3;

/** The policy with every default resolved, layer by layer. */
export function planPolicy(question: PolicyQuestion): TrafficPolicyPlan {
  const { layers, family, places, size } = question;
  const resolution = new Resolution(layers);
  return {
    family,
    limits: planShare(resolution, question),
    connection: planConnection(resolution, question),
    balancing: planBalancing(resolution, places),
    outlierDetection: planOutlierDetection(resolution, family, size),
    retryBudget: family === 'http' ? planBudget(resolution) : undefined,
    origins: resolution.origins,
  };
}

function planShare(resolution: Resolution, { pool, sharers }: PolicyQuestion): LimitsPlan {
  if (pool !== undefined) return resolution.keep('limits', planLimits(pool.value), pool.origin);
  const capacity = resolution.choose('capacity', (policy) => policy.capacity, { value: CAPACITY });
  return resolution.compute('limits', shareOf(capacity, sharers));
}

function planBudget(resolution: Resolution): RetryBudgetPlan {
  const budget = resolution.choose('retryBudget', (policy) => policy.retryBudget, {
    value: undefined,
  });
  switch (budget?.kind) {
    case 'unlimited':
      return { kind: 'unlimited' };
    case 'count':
      return { kind: 'count', maxRetries: budget.amount };
    case 'percent':
    case undefined:
      return {
        kind: 'percent',
        percent: budget?.amount ?? RETRY_PERCENT,
        minRetryConcurrency: budget?.minRetryConcurrency ?? MIN_RETRY_CONCURRENCY,
        budgetIntervalMs: budget?.budgetIntervalMs,
      };
  }
}
