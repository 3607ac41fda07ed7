import type { IConstruct } from 'constructs';
import { Registry } from '../../constructs/registry';
import type { EdgePlan } from '../../lib/graph/edge';
import { longestBackoffsMs, type RetryPlan } from '../../lib/traffic/plan-retries';
import type { DestinationRulePlan } from '../../lib/traffic/plan-destination';
import type { ServicePlan, SystemPlan } from '../../lib/system/plan';

/** A call by the names of its ends. */
export interface CallName {
  readonly from: string;
  readonly to: string;
  readonly operation?: string | undefined;
}

/** What happens to every try of a request. */
export type TryFailure = number | 'reset' | 'connect-failure' | 'cut off';

/** What the plans say will happen. */
export class Predictions {
  private readonly plan: SystemPlan;

  public constructor(app: IConstruct) {
    this.plan = Registry.of(app).plan();
  }

  /** The plan of a call. */
  public edge({ from, to, operation }: CallName): EdgePlan {
    const found = this.plan.graph.edges.find(
      ({ caller, target, operation: called }) =>
        caller.name === from && target.name === to && called === operation,
    );
    if (found === undefined) throw new Error(`${from} does not call ${to}.${operation ?? 'any'}`);
    return found;
  }

  /** Every declared call. */
  public edges(): readonly EdgePlan[] {
    return this.plan.graph.edges;
  }

  /** The name of every service. */
  public services(): readonly string[] {
    return [...this.plan.services.values()].map(({ name }) => name);
  }

  /** How often a request arrives, where every try fails alike. */
  public tries(call: CallName, failure: TryFailure, { withKey = true } = {}): number {
    const { retries, retriesWithoutKey } = this.edge(call);
    const plan = withKey ? retries : (retriesWithoutKey ?? retries);
    return plan !== undefined && repeats(plan, failure) ? 1 + plan.attempts : 1;
  }

  /** Milliseconds after which a caller has an answer at the latest. */
  public deadlineMs(call: CallName): number {
    return this.edge(call).deadline?.ms ?? 0;
  }

  /** The longest that the pauses between all tries of a call take. */
  public longestPausesMs(call: CallName): number {
    const { retries } = this.edge(call);
    return retries === undefined ? 0 : longestBackoffsMs(retries.attempts, retries.backoffMs);
  }

  /** Percent of a call's requests without a preference, by version. */
  public weights({ from, to, operation }: CallName): ReadonlyMap<string, number> {
    const { caller } = this.edge({ from, to, operation });
    const name = `${caller.namespace}.${from}.${operation ?? 'any'}`;
    const route = this.service(to).routing?.http.find((each) => each.name === name);
    return new Map(
      (route?.destinations ?? []).map(({ subset = '', weight = 100 }) => [subset, weight]),
    );
  }

  /** How many of `pods` that all fail are taken out of rotation. Envoy ejects the k-th only if 100·k/pods allows. */
  public ejected(pods: number, maxEjectionPercent: number): number {
    return Math.floor((pods * maxEjectionPercent) / 100);
  }

  /** Policy towards a service. */
  public destination(name: string): DestinationRulePlan {
    const { destination } = this.service(name);
    if (destination === undefined) throw new Error(`${name} has no port`);
    return destination;
  }

  /** Policy of one caller towards a service, where it has its own. */
  public edgeRule(from: string, to: string): DestinationRulePlan {
    const rule = this.service(from).edgeRules.find(({ own }) =>
      own?.host.startsWith(`${to}.`),
    )?.own;
    if (rule === undefined) throw new Error(`${from} has no rule of its own towards ${to}`);
    return rule;
  }

  /** The plan of a service. */
  public service(name: string): ServicePlan {
    const found = [...this.plan.services.values()].find((each) => each.name === name);
    if (found === undefined) throw new Error(`nothing declares ${name}`);
    return found;
  }
}

function repeats({ retryOn }: RetryPlan, failure: TryFailure): boolean {
  return conditionsOf(failure).some((condition) => retryOn.includes(condition));
}

/**
 * Conditions that Envoy takes a failure for.
 *
 * @see https://www.envoyproxy.io/docs/envoy/latest/configuration/http/http_filters/router_filter#x-envoy-retry-on
 */
function conditionsOf(failure: TryFailure): readonly string[] {
  switch (failure) {
    case 'connect-failure':
      return ['connect-failure', 'gateway-error', '5xx'];
    case 'reset':
    case 'cut off':
      return ['reset', 'gateway-error', '5xx'];
    default:
      return [
        String(failure),
        ...(failure >= 500 ? ['5xx'] : []),
        ...([502, 503, 504].includes(failure) ? ['gateway-error'] : []),
        ...(failure === 409 ? ['retriable-4xx'] : []),
      ];
  }
}
