import type { IDestinationRule } from '@kubernetes-models/istio/networking.istio.io/v1/DestinationRule' with {
  'resolution-mode': 'import',
};
import { istioDuration } from '../values/duration';
import type { BalancingPlan, LocalityPlan } from './plan-balancing';
import type { DestinationRulePlan, SubsetPlan } from './plan-destination';
import type { OutlierPlan } from './plan-ejection';
import type { RetryBudgetPlan, TrafficPolicyPlan } from './plan-policy';
import { renderPool } from './render-pool';

type Spec = NonNullable<IDestinationRule['spec']>;
type Policy = NonNullable<Spec['trafficPolicy']>;
type Balancer = NonNullable<Policy['loadBalancer']>;

/** The policy of every client towards a host. It says nothing about TLS inside the mesh: any `tls` block would override mutual TLS. */
export function renderHostRule(
  { host, policy, tls }: DestinationRulePlan,
  exportTo?: readonly string[],
): Spec {
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
export function renderVersionRule(host: string, subset: SubsetPlan): Spec {
  return { host, subsets: [renderSubset(subset)] };
}

/** Everything about a host in one rule, for a namespace that sees no other. */
export function renderWholeRule(plan: DestinationRulePlan): Spec {
  return {
    ...renderHostRule(plan),
    ...(plan.subsets.length > 0 && { subsets: plan.subsets.map(renderSubset) }),
  };
}

/** {@link renderWholeRule} for the proxies of one workload alone. */
export function renderEdgeRule(
  plan: DestinationRulePlan,
  workload: Readonly<Record<string, string>>,
): Spec {
  return {
    ...renderWholeRule(plan),
    workloadSelector: { matchLabels: { ...workload } },
    exportTo: ['.'],
  };
}

function renderSubset({ name, labels, policy }: SubsetPlan): NonNullable<Spec['subsets']>[number] {
  return { name, labels: { ...labels }, trafficPolicy: renderPolicy(policy) };
}

function renderPolicy(policy: TrafficPolicyPlan): Policy {
  const { balancing, outlierDetection, retryBudget } = policy;
  return {
    loadBalancer: renderBalancing(balancing),
    connectionPool: renderPool(policy),
    ...(retryBudget?.kind === 'percent' && { retryBudget: renderBudget(retryBudget) }),
    ...(outlierDetection && { outlierDetection: renderOutlierDetection(outlierDetection) }),
  };
}

function renderBudget(
  budget: Extract<RetryBudgetPlan, { kind: 'percent' }>,
): NonNullable<Policy['retryBudget']> {
  const { percent, minRetryConcurrency, budgetIntervalMs } = budget;
  return {
    percent,
    minRetryConcurrency,
    // a field of Istio 1.31, which the models do not know yet
    ...(budgetIntervalMs !== undefined && { budgetInterval: istioDuration(budgetIntervalMs) }),
  };
}

function renderOutlierDetection(plan: OutlierPlan): NonNullable<Policy['outlierDetection']> {
  const local = plan.consecutiveLocalOriginFailures;
  return {
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
    interval: istioDuration(plan.intervalMs),
    baseEjectionTime: istioDuration(plan.baseEjectionTimeMs),
    maxEjectionPercent: plan.maxEjectionPercent,
    minHealthPercent: plan.minHealthPercent,
  };
}

function renderBalancing({ algorithm, hash, warmup, locality }: BalancingPlan): Balancer {
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

function renderHash(hash: BalancingPlan['hash']): Pick<Balancer, 'consistentHash'> {
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

function renderLocality(locality: LocalityPlan): Pick<Balancer, 'localityLbSetting'> {
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
