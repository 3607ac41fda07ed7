import { originText } from '../traffic/layers';
import type { BalancingPlan } from '../traffic/plan-balancing';
import type { ConnectionPlan } from '../traffic/plan-connection';
import type { DestinationRulePlan } from '../traffic/plan-destination';
import type { OutlierPlan } from '../traffic/plan-ejection';
import type { RetryBudgetPlan, TrafficPolicyPlan } from '../traffic/plan-policy';
import { istioDuration } from '../values/duration';
import { valueOf, type ExplainedValue } from './explained';

type Texts = Readonly<Record<string, string | number | undefined>>;

/** Every value of the policy towards a host; of each version, those that differ. */
export function policyValues({ policy, subsets }: DestinationRulePlan): readonly ExplainedValue[] {
  const ofHost = valuesOf(policy);
  const known = new Set(ofHost.map(({ name, value }) => `${name} ${value}`));
  const ofVersions = subsets.flatMap(({ name: version, policy: own }) =>
    valuesOf(own)
      .filter(({ name, value }) => !known.has(`${name} ${value}`))
      .map((each) => ({ ...each, name: `${each.name} of ${version}` })),
  );
  return [...ofHost, ...ofVersions];
}

function valuesOf(policy: TrafficPolicyPlan): readonly ExplainedValue[] {
  const { limits, connection, balancing, retryBudget, outlierDetection } = policy;
  return [
    ...named(policy, limitTexts(limits), 'limits'),
    ...named(policy, connectionTexts(connection)),
    ...named(policy, balancingTexts(balancing), 'loadBalancing'),
    ...localityValues(balancing.locality),
    ...named(policy, { retryBudget: retryBudget && budgetText(retryBudget) }),
    ...(outlierDetection ? named(policy, outlierTexts(outlierDetection)) : noOutlier(policy)),
  ];
}

function noOutlier({
  origins: { outlierDetection: off },
}: TrafficPolicyPlan): readonly ExplainedValue[] {
  return valueOf(
    'outlierDetection',
    'none',
    off ? originText(off) : 'computed: no two pods for certain',
  );
}

function localityValues(locality: BalancingPlan['locality']): readonly ExplainedValue[] {
  return valueOf(
    'locality',
    localityText(locality),
    locality.kind === 'off' ? 'default' : 'the service',
  );
}

function localityText(locality: BalancingPlan['locality']): string {
  switch (locality.kind) {
    case 'off':
      return 'any place';
    case 'service':
      return 'near pods, by the Service';
    case 'priority':
      return `first the same ${locality.labels.map((label) => label.slice(label.lastIndexOf('/') + 1)).join(', ')}`;
    case 'regions':
      return `failover ${locality.failover.map(({ from, to }) => `${from} to ${to}`).join(', ')}`;
    case 'distribute':
      return 'shares by place';
  }
}

/** The texts with who said so: by the name of each, or all of them together. */
function named(
  { origins }: TrafficPolicyPlan,
  texts: Texts,
  together?: string,
): readonly ExplainedValue[] {
  return Object.entries(texts).flatMap(([name, text]) => {
    const origin = origins[together ?? name];
    const isShare = together === 'limits' && origin?.level === 'computed';
    const said = origin === undefined ? 'default' : originText(origin);
    return valueOf(name, text, isShare ? shareText(origins) : said);
  });
}

function shareText({ capacity }: TrafficPolicyPlan['origins']): string {
  return `computed: a share of the capacity${capacity ? ` (${originText(capacity)})` : ''}`;
}

function limitTexts({
  maxRequests,
  maxPendingRequests,
  maxConnections,
}: TrafficPolicyPlan['limits']): Texts {
  return { maxRequests, maxPendingRequests, maxConnections };
}

function connectionTexts(connection: ConnectionPlan): Texts {
  const { tcpKeepalive, http2Keepalive, maxConnectionDurationMs } = connection;
  return {
    connectTimeout: istioDuration(connection.connectTimeoutMs),
    idleTimeout: istioDuration(connection.idleTimeoutMs),
    maxConnectionDuration: maxConnectionDurationMs && istioDuration(maxConnectionDurationMs),
    maxRequestsPerConnection: connection.maxRequestsPerConnection,
    maxConcurrentStreams: connection.maxConcurrentStreams,
    tcpKeepalive:
      tcpKeepalive &&
      `${tcpKeepalive.probes} probes ${istioDuration(tcpKeepalive.intervalMs)} apart, after ${istioDuration(tcpKeepalive.timeMs)}`,
    http2Keepalive:
      http2Keepalive &&
      `every ${istioDuration(http2Keepalive.intervalMs)}, for ${istioDuration(http2Keepalive.timeoutMs)}`,
  };
}

function balancingTexts({ algorithm, hash, warmup }: BalancingPlan): Texts {
  return {
    loadBalancing:
      hash === undefined
        ? algorithm.toLowerCase().replaceAll('_', ' ')
        : `${hash.table} of ${hash.size} by ${'name' in hash.key ? `${hash.key.kind} ${hash.key.name}` : hash.key.kind}`,
    warmup: warmup && `over ${istioDuration(warmup.durationMs)}, from ${warmup.minimumPercent} %`,
  };
}

function budgetText(budget: RetryBudgetPlan): string {
  switch (budget.kind) {
    case 'percent':
      return `${budget.percent} % of the requests in flight, ${budget.minRetryConcurrency} always`;
    case 'count':
      return `${budget.maxRetries} at a time`;
    case 'unlimited':
      return 'unlimited';
  }
}

function outlierTexts(outlier: OutlierPlan): Texts {
  return {
    consecutive5xxErrors: outlier.consecutive5xxErrors,
    consecutiveGatewayErrors: outlier.consecutiveGatewayErrors,
    consecutiveLocalOriginFailures: outlier.consecutiveLocalOriginFailures,
    interval: istioDuration(outlier.intervalMs),
    baseEjectionTime: istioDuration(outlier.baseEjectionTimeMs),
    maxEjectionPercent: `${outlier.maxEjectionPercent} %`,
    minHealthPercent: `${outlier.minHealthPercent} %`,
  };
}
