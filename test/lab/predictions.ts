import type { IConstruct } from 'constructs';
import { Registry } from '../../constructs/registry';
import {
  systemOf,
  type DeclaredSystem,
  type Failure,
  type SimulationResult,
} from '../../constructs/testing';
import type { Hypothesis } from '../../lib/experiment/plan-hypothesis';
import { analyse, type SystemAnalysis } from '../../lib/graph/analysis/analyse';
import type { CallTime } from '../../lib/graph/analysis/deadlines';
import { longestPauseMs, repeatsCutOff } from '../../lib/graph/analysis/tries';
import type { EdgePlan } from '../../lib/graph/edge';
import type { EdgeModel } from '../../lib/graph/model';
import { modelOf, placeOf } from '../../lib/graph/model-of';
import type { DestinationRulePlan } from '../../lib/traffic/plan-destination';
import type { RoutePlan } from '../../lib/traffic/plan-routes';
import type { ServicePlan, SystemPlan } from '../../lib/system/plan';
import type { Request } from './world/stage';

/** The two ends of a call, by name. */
export interface Ends {
  readonly from: string;
  readonly to: string;
}

/** A call by the names of its ends. */
export interface CallName extends Ends {
  readonly operation?: string | undefined;
}

/** What becomes of a request, which always has a status. */
export interface RequestOutcome extends SimulationResult {
  readonly status: number;
}

/**
 * What will happen: what a simulation or an analysis says, as anybody gets it by `meshwright simulate` and `explain`;
 * plans only where neither has the figure.
 */
export class Predictions {
  private readonly plan: SystemPlan;
  private readonly system: DeclaredSystem;
  private readonly analysis: SystemAnalysis;

  public constructor(app: IConstruct) {
    this.plan = Registry.of(app).plan();
    this.system = systemOf(app);
    this.analysis = analyse(modelOf(this.plan));
  }

  /** What the analyses call a service or gateway: `namespace/name`. */
  public id(name: string): string {
    const { services, externals, gateways } = this.plan;
    const all = [...services.values(), ...externals.values(), ...gateways.values()];
    const found = all.find((each) => each.name === name);
    if (found === undefined) throw new Error(`nothing declares ${name}`);
    return placeOf(found);
  }

  /** What becomes of a request, whatever is wrong meanwhile. */
  public outcome(
    { from, to }: Ends,
    request: Request,
    ...when: readonly Failure[]
  ): RequestOutcome {
    const { status, ...rest } = this.system.simulate({
      ...request,
      from: this.id(from),
      to: this.id(to),
      when,
    });
    if (status === undefined) throw new Error(`${from} sends ${to} no requests`);
    return { ...rest, status };
  }

  /** How often a request arrives whose connection is closed each time: to Envoy the same as a try that it cut off. */
  public triesUnderReset(ends: Ends, request: Request): number {
    const { retries } = this.route(ends, request);
    return repeatsCutOff(retries) ? 1 + retries.attempts : 1;
  }

  /** The route that a request takes. */
  public route(ends: Ends, request: Request): RoutePlan {
    const { route } = this.outcome(ends, request);
    const found = this.service(ends.to).routing?.http.find(({ name }) => name === route);
    if (found === undefined) throw new Error(`${ends.to} has no route ${route}`);
    return found;
  }

  /** Requests that one at the entry makes at a service while everything fails. */
  public amplification(name: string): number {
    return this.system.amplificationOf(this.id(name)).responseFailures;
  }

  /** Pods of a service that evictions may take at a time. */
  public evictable(name: string): number {
    const { versions } = this.system.capacityOf(this.id(name));
    return versions.reduce((sum, { evictable }) => sum + evictable, 0);
  }

  /** How long a call lasts, and how many of its tries ever begin. */
  public time(call: CallName): CallTime {
    const edge = this.model(call);
    return this.analysis.callTimes().calls.find((each) => each.edge === edge) as CallTime;
  }

  /** The longest pause before each retry of a call, in milliseconds. */
  public longestPausesMs(call: CallName): readonly number[] {
    const { attempts = 0, backoffMs = 0 } = this.model(call).retries ?? {};
    return Array.from({ length: attempts }, (_, index) => longestPauseMs(backoffMs, index + 1));
  }

  /** What one proxy of the caller may have open. */
  public clientLimit(call: CallName): number {
    const { clientLimit } = this.model(call);
    if (clientLimit === undefined) throw new Error(`nothing limits ${call.from} at ${call.to}`);
    return clientLimit;
  }

  /** What a call should see of an experiment. */
  public hypothesis(experiment: string, { from, to, operation }: CallName): Hypothesis {
    const plan = [...this.plan.experiments.values()].find(({ name }) => name === experiment);
    const edge = `${this.id(from)} -> ${to}.${operation ?? 'any'}`;
    const found = plan?.hypotheses.find((each) => each.edge === edge);
    if (found === undefined) throw new Error(`${experiment} says nothing about ${edge}`);
    return found;
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

  /** Policy towards a service. */
  public destination(name: string): DestinationRulePlan {
    const { destination } = this.service(name);
    if (destination === undefined) throw new Error(`${name} has no port`);
    return destination;
  }

  /** The plan of a service. */
  public service(name: string): ServicePlan {
    const found = [...this.plan.services.values()].find((each) => each.name === name);
    if (found === undefined) throw new Error(`nothing declares ${name}`);
    return found;
  }

  private model({ from, to, operation }: CallName): EdgeModel {
    const [caller, callee] = [this.id(from), this.id(to)];
    const found = this.analysis.structure.links.find(
      ({ edge }) => edge.from === caller && edge.to === callee && edge.operation === operation,
    );
    if (found === undefined) throw new Error(`${from} does not call ${to}.${operation ?? 'any'}`);
    return found.edge;
  }
}
