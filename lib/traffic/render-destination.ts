import { istioDuration } from '../values/duration';
import type { BalancingPlan, LocalityPlan } from './plan-balancing';
import type { DestinationRulePlan, SubsetPlan } from './plan-destination';
import type { OutlierPlan } from './plan-ejection';
import type { RetryBudgetPlan, TrafficPolicyPlan } from './plan-policy';
import { renderPool } from './render-pool';

/**
 * The spec of a DestinationRule, as far as we write it. The model's own type has a variant for each way to balance, with
 * and without each of its options, and the compiler takes minutes to look through them; the schemas judge the result.
 */
export interface DestinationRuleManifest {
  readonly host: string;
  readonly exportTo?: readonly string[];
  readonly workloadSelector?: { readonly matchLabels: Readonly<Record<string, string>> };
  readonly trafficPolicy?: PolicyManifest;
  readonly subsets?: readonly SubsetManifest[];
}

interface SubsetManifest {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly trafficPolicy: PolicyManifest;
}

interface PolicyManifest {
  readonly loadBalancer: object;
  readonly connectionPool: object;
  readonly retryBudget?: object;
  readonly outlierDetection?: object;
  readonly tls?: object;
}

/** The policy of every client towards a host. It says nothing about TLS inside the mesh: any `tls` block would override mutual TLS. */
export function renderHostRule(
  { host, policy, tls }: DestinationRulePlan,
  exportTo?: readonly string[],
): DestinationRuleManifest {
  return {
    host,
    ...(exportTo && { exportTo: [...exportTo] }),
    trafficPolicy: {
      ...renderPolicy(policy),
      // Istio leaves the certificate's name unchecked where `sni` is set and this is not: cluster_tls.go, setAutoSniAndAutoSanValidation
      ...(tls && { tls: { mode: 'SIMPLE', sni: tls.sni, subjectAltNames: [tls.sni] } }),
    },
  };
}

/** One version of a host. Istio adds the subsets of all rules of a host in one namespace. */
export function renderVersionRule(host: string, subset: SubsetPlan): DestinationRuleManifest {
  return { host, subsets: [renderSubset(subset)] };
}

/** Everything about a host in one rule, for a namespace that sees no other. */
export function renderWholeRule(plan: DestinationRulePlan): DestinationRuleManifest {
  return {
    ...renderHostRule(plan),
    ...(plan.subsets.length > 0 && { subsets: plan.subsets.map(renderSubset) }),
  };
}

/** {@link renderWholeRule} for the proxies of one workload alone. */
export function renderEdgeRule(
  plan: DestinationRulePlan,
  workload: Readonly<Record<string, string>>,
): DestinationRuleManifest {
  return {
    ...renderWholeRule(plan),
    workloadSelector: { matchLabels: { ...workload } },
    exportTo: ['.'],
  };
}

function renderSubset({ name, labels, policy }: SubsetPlan): SubsetManifest {
  return { name, labels: { ...labels }, trafficPolicy: renderPolicy(policy) };
}

function renderPolicy(policy: TrafficPolicyPlan): PolicyManifest {
  const { balancing, outlierDetection, retryBudget } = policy;
  return {
    loadBalancer: renderBalancing(balancing),
    connectionPool: renderPool(policy),
    ...(retryBudget?.kind === 'percent' && { retryBudget: renderBudget(retryBudget) }),
    ...(outlierDetection && { outlierDetection: renderOutlierDetection(outlierDetection) }),
  };
}

function renderBudget(budget: Extract<RetryBudgetPlan, { kind: 'percent' }>): object {
  const { percent, minRetryConcurrency, budgetIntervalMs } = budget;
  return {
    percent,
    minRetryConcurrency,
    // a field of Istio 1.31, which the models do not know yet
    ...(budgetIntervalMs !== undefined && { budgetInterval: istioDuration(budgetIntervalMs) }),
  };
}

function renderOutlierDetection(plan: OutlierPlan): object {
  const local = plan.consecutiveLocalOriginFailures;
  return {
    interval: istioDuration(plan.intervalMs),
    baseEjectionTime: istioDuration(plan.baseEjectionTimeMs),
    maxEjectionPercent: plan.maxEjectionPercent,
    minHealthPercent: plan.minHealthPercent,
    ...(plan.consecutive5xxErrors !== undefined && {
      consecutive5xxErrors: plan.consecutive5xxErrors,
    }),
    ...(plan.consecutiveGatewayErrors !== undefined && {
      consecutiveGatewayErrors: plan.consecutiveGatewayErrors,
    }),
    ...(local !== undefined && {
      splitExternalLocalOriginErrors: true,
      consecutiveLocalOriginFailures: local,
    }),
  };
}

function renderBalancing({ algorithm, hash, warmup, locality }: BalancingPlan): object {
  return {
    ...(algorithm === 'CONSISTENT_HASH' ? renderHash(hash) : { simple: algorithm }),
    ...(warmup && {
      warmup: {
        duration: istioDuration(warmup.durationMs),
        minimumPercent: warmup.minimumPercent,
        aggression: warmup.aggression,
      },
    }),
    ...renderLocality(locality),
  };
}

function renderHash(hash: BalancingPlan['hash']): object {
  if (hash === undefined) return {};
  const { key, table, size } = hash;
  const algorithm =
    table === 'ring' ? { ringHash: { minimumRingSize: size } } : { maglev: { tableSize: size } };
  switch (key.kind) {
    case 'header':
      return { consistentHash: { httpHeaderName: key.name, ...algorithm } };
    case 'queryParameter':
      return { consistentHash: { httpQueryParameterName: key.name, ...algorithm } };
    case 'cookie': {
      const httpCookie = { name: key.name, ttl: istioDuration(key.ttl.toMilliseconds()) };
      return { consistentHash: { httpCookie, ...algorithm } };
    }
    case 'sourceIp':
      return { consistentHash: { useSourceIp: true, ...algorithm } };
  }
}

function renderLocality(locality: LocalityPlan): object {
  switch (locality.kind) {
    case 'off':
      return { localityLbSetting: { enabled: false } };
    case 'service':
      // any setting here would take the place of the Service's own
      return {};
    case 'priority':
      return { localityLbSetting: { enabled: true, failoverPriority: [...locality.labels] } };
    case 'regions':
      return {
        localityLbSetting: {
          enabled: true,
          failover: locality.failover.map((step) => ({ ...step })),
        },
      };
    case 'distribute':
      return {
        localityLbSetting: {
          enabled: true,
          distribute: locality.shares.map(({ from, to }) => ({ from, to: { ...to } })),
        },
      };
  }
}
