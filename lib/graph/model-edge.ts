import type { DestinationRulePlan } from '../traffic/plan-destination';
import type { RetryBudgetPlan } from '../traffic/plan-policy';
import type { RetryPlan } from '../traffic/plan-retries';
import type { EdgePlan } from './edge';
import type { EdgeModel, RetriesModel } from './model';
import { pathText } from './request-pattern';

/** What an edge of the model needs besides its plan. */
export interface EdgeEnds extends Pick<EdgeModel, 'from' | 'to'> {
  /** Undefined where the callee's policy is not ours. */
  readonly towards: DestinationRulePlan | undefined;
}

// MeshConfig.connectTimeout, as Istio sets it. @see https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/
const ISTIO_CONNECT_TIMEOUT_MS = 10_000;

/** What a caller without a proxy does. */
const NEVER: RetriesModel = {
  attempts: 0,
  perTryTimeoutMs: undefined,
  retryOn: [],
  backoffMs: 0,
  avoidsTriedHosts: true,
};

/** The call that `edge` plans between the nodes of `ends`. */
export function modelEdge(edge: EdgePlan, ends: EdgeEnds): EdgeModel {
  const { path, prop, caller, target, port, operation, deadline, pattern, load } = edge;
  const hasProxy = caller.principal !== undefined;
  const isEnforced = hasProxy && target.kind !== 'reference';
  return {
    id: `${ends.from}→${ends.to}${subject(edge)}`,
    path,
    prop,
    from: ends.from,
    to: ends.to,
    operation,
    carriesRequests: port.family === 'http',
    mayCarryGrpc: port.family === 'http' && port.protocol !== 'http',
    isEnforced,
    deadline: deadline && { ms: deadline.ms, origin: deadline.origin },
    retries: hasProxy ? ownRetries(edge, ends.towards, isEnforced) : NEVER,
    retryBudget: isEnforced ? budgetOf(ends.towards?.policy.retryBudget) : undefined,
    connectTimeoutMs: ends.towards?.policy.connection.connectTimeoutMs ?? ISTIO_CONNECT_TIMEOUT_MS,
    clientLimit: ends.towards && limitOf(ends.towards),
    load,
    ...pattern,
  };
}

/** A number of retries at a time says nothing about their share of the load. */
function budgetOf(plan: RetryBudgetPlan | undefined): EdgeModel['retryBudget'] {
  if (plan?.kind !== 'percent') return undefined;
  return { percent: plan.percent, minConcurrency: plan.minRetryConcurrency };
}

/** Each version has limits of its own, and a client may use all of them. */
function limitOf({ subsets, policy }: DestinationRulePlan): number {
  const towards = subsets.length === 0 ? [policy] : subsets.map((subset) => subset.policy);
  return towards.reduce((sum, { limits }) => sum + limits.maxRequests, 0);
}

/** Where the callee is declared elsewhere, its routes are too: here only Istio's own default is certain. */
function ownRetries(
  { retries }: EdgePlan,
  towards: DestinationRulePlan | undefined,
  isEnforced: boolean,
): EdgeModel['retries'] {
  if (!isEnforced || retries === undefined) return undefined;
  return modelRetries(retries, { towards, isOnlyDestination: towards?.subsets.length === 0 });
}

/** The retries of a route, which keep to a host that a hash chooses: Istio's buildHTTPRetryPolicy. */
export function modelRetries(
  { attempts, perTryTimeoutMs, retryOn, backoffMs, retryIgnorePreviousHosts }: RetryPlan,
  {
    towards,
    isOnlyDestination,
  }: {
    readonly towards: DestinationRulePlan | undefined;
    readonly isOnlyDestination: boolean;
  },
): RetriesModel {
  const isHashed = towards?.policy.balancing.algorithm === 'CONSISTENT_HASH';
  return {
    attempts,
    perTryTimeoutMs,
    retryOn,
    backoffMs,
    avoidsTriedHosts: retryIgnorePreviousHosts && !(isHashed && isOnlyDestination),
  };
}

/** What tells the calls of one pair apart. */
function subject({ target, port, operation, request, condition }: EdgePlan): string {
  const place = target.ports.length > 1 ? `:${port.number}` : '';
  const asked = request && [request.methods.join(','), pathText(request.path)].filter(Boolean);
  const what = operation === undefined ? ` ${asked?.join(' ') ?? ''}` : `.${operation}`;
  const when = condition === undefined ? '' : ` if ${condition.name} ${comparisonText(condition)}`;
  return `${place}${what}${when}`.trimEnd();
}

function comparisonText({ comparison }: NonNullable<EdgePlan['condition']>): string {
  return comparison.kind === 'present' ? 'is there' : `${comparison.kind} ${comparison.value}`;
}
