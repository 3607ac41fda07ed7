import type { EdgePlan } from '../graph/edge';
import type { TargetPlan } from '../graph/target';
import { hostFamily } from '../workload/port';
import { clientPodsOf, shortestDeadlineOf } from './clients';
import type { Places } from './plan-balancing';
import type { EjectionSize } from './plan-ejection';
import { firstGiven, type Given, type Layers } from './layers';
import { planPolicy, type TrafficPolicyPlan } from './plan-policy';
import type { LimitsDeclaration } from './policy';

/** A subset: the pods of one version. */
export interface SubsetPlan {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly policy: TrafficPolicyPlan;
}

/** Policy of clients towards a host. */
export interface DestinationRulePlan {
  readonly name: string;
  readonly namespace: string;
  readonly host: string;
  /** Towards all pods of the host. */
  readonly policy: TrafficPolicyPlan;
  /** Subsets with complete policies of their own; none where `image` declares the only version. */
  readonly subsets: readonly SubsetPlan[];
  readonly tls: { readonly sni: string } | undefined;
  /** Safe defaults that are given up, each with its reason, by name. */
  readonly loosenings: Readonly<Record<string, string>>;
}

/** One version as traffic policy sees it. */
export interface VersionSize {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly minReplicas: number;
  readonly maxReplicas: number;
}

/** What planning the policy towards a host needs to know. */
export interface DestinationQuestion {
  readonly target: TargetPlan;
  /** None for what the mesh does not run. */
  readonly versions: readonly VersionSize[];
  /** Whether each version has a subset. */
  readonly hasSubsets: boolean;
  readonly layers: Layers;
  readonly places: Places;
  readonly keepAliveMs: number | undefined;
  /** Every call to the host. */
  readonly edges: readonly EdgePlan[];
  /** Limits of one client that take the place of its share. */
  readonly pool: Given<LimitsDeclaration> | undefined;
  readonly tls: DestinationRulePlan['tls'];
}

/** The policy towards a host with every default resolved. */
export function planDestination(question: DestinationQuestion): DestinationRulePlan {
  const { target, versions, hasSubsets, places, tls } = question;
  const isVersionFailover = places.failover?.kind === 'version';
  return {
    name: target.name,
    namespace: target.namespace,
    host: target.host,
    policy: policyTowards(question, isVersionFailover ? wholeOf(question) : smallest(question)),
    subsets: hasSubsets
      ? versions.map((version) => ({
          name: version.name,
          labels: version.labels,
          policy: policyTowards(withoutVersionFailover(question), {
            ...version,
            groupOf: groupOf(places),
          }),
        }))
      : [],
    tls,
    loosenings: looseningsOf(question.layers),
  };
}

function looseningsOf(layers: Layers): Readonly<Record<string, string>> {
  const reasons = {
    'outlier-detection': firstGiven(layers, ({ outlierDetection: d }) => d?.offReason),
    'panic-threshold': firstGiven(layers, ({ outlierDetection: d }) => d?.panicThreshold?.reason),
    'retry-budget': firstGiven(layers, ({ retryBudget }) => retryBudget?.reason),
  };
  return Object.fromEntries(
    Object.entries(reasons).flatMap(([name, given]) => (given ? [[name, given.value]] : [])),
  );
}

function policyTowards(
  { target, layers, places, keepAliveMs, edges, pool }: DestinationQuestion,
  size: EjectionSize | undefined,
): TrafficPolicyPlan {
  return planPolicy({
    layers,
    family: hostFamily(target.ports),
    keepAliveMs,
    shortestDeadlineMs: shortestDeadlineOf(edges),
    places,
    sharers: { serverPods: size?.minReplicas, clientPods: clientPodsOf(edges) },
    pool,
    size,
  });
}

/** Within one version there is no other to fail over to. */
function withoutVersionFailover(question: DestinationQuestion): DestinationQuestion {
  const { places } = question;
  if (places.failover?.kind !== 'version') return question;
  return { ...question, places: { ...places, failover: undefined } };
}

/** Pods of the same place, which fail together: the largest of as many even groups as there are places. */
function groupOf({ failover }: Places): EjectionSize['groupOf'] {
  if (failover === undefined || failover.kind === 'version') return undefined;
  return (replicas) => Math.ceil(replicas / failover.names.length);
}

/** No request goes to several versions at once, so the smallest decides. */
function smallest({ target, versions, places }: DestinationQuestion): EjectionSize | undefined {
  if (versions.length === 0) {
    const { endpoints } = target;
    return endpoints === undefined
      ? undefined
      : { minReplicas: endpoints, maxReplicas: endpoints, groupOf: undefined };
  }
  return {
    minReplicas: Math.min(...versions.map(({ minReplicas }) => minReplicas)),
    maxReplicas: Math.max(...versions.map(({ maxReplicas }) => maxReplicas)),
    groupOf: groupOf(places),
  };
}

/** All versions together, of which the preferred one may be ejected whole. */
function wholeOf({ versions, places }: DestinationQuestion): EjectionSize {
  const sum = (sizes: readonly number[]): number => sizes.reduce((total, each) => total + each, 0);
  const preferred = versions.filter(({ name }) => places.failover?.names.includes(name));
  const others =
    sum(versions.map(({ minReplicas }) => minReplicas)) -
    sum(preferred.map((each) => each.minReplicas));
  return {
    minReplicas: sum(versions.map(({ minReplicas }) => minReplicas)),
    maxReplicas: sum(versions.map(({ maxReplicas }) => maxReplicas)),
    groupOf: (replicas) =>
      Math.min(sum(preferred.map((each) => each.maxReplicas)), replicas - others),
  };
}
