import type { Report } from '../findings/finding';
import type { MeshPlan } from '../mesh/plan';
import { isAtLeast } from '../mesh/version';
import { istioDuration } from '../values/duration';
import { HTTP2_PROTOCOLS } from '../workload/port';
import type { Places } from './plan-balancing';
import type { DestinationQuestion, DestinationRulePlan } from './plan-destination';
import type { TrafficPolicyPlan } from './plan-policy';
import type { PolicyDeclaration } from './policy';
import { checkOptions } from './rules-connection';

/** A policy towards a host, and where it was written. */
export interface PolicyCheck {
  readonly question: DestinationQuestion;
  readonly plan: DestinationRulePlan;
  /** What was written at this place, rather than inherited. */
  readonly own: PolicyDeclaration | undefined;
  /** What property names begin with: nothing, or the call and a dot. */
  readonly prefix: string;
}

/** Whether a policy can do what it says, towards this host and on this mesh. */
export function checkPolicy(check: PolicyCheck, mesh: MeshPlan, report: Report): void {
  const { question, plan, own, prefix } = check;
  checkIdle(check, report);
  checkThresholds(plan.policy, prefix, report);
  checkNewer(plan.policy, { mesh, prefix }, report);
  if (own === undefined) return;
  const { ports } = question.target;
  checkOptions(
    {
      own,
      prefix,
      family: plan.policy.family,
      hasHttp2: ports.some(({ protocol }) => HTTP2_PROTOCOLS.includes(protocol)),
    },
    report,
  );
}

/** Whether what a service says of zones, regions and versions can happen. */
export function checkPlaces(
  { question, plan }: Pick<PolicyCheck, 'question' | 'plan'>,
  mesh: MeshPlan,
  report: Report,
): void {
  const { places } = question;
  const { failover, distribution, trafficDistribution } = places;
  const sets = [
    { name: undefined, policy: plan.policy },
    // the versions' policies are the ones that requests meet, unless failover chooses among all pods
    ...(failover?.kind === 'version' ? [] : plan.subsets),
  ];
  const unguarded = sets.find(({ policy }) => policy.outlierDetection === undefined);
  if (failover !== undefined && unguarded !== undefined) {
    const where = unguarded.name === undefined ? '' : ` for version ${unguarded.name}`;
    report('MW0239', { prop: 'failover', got: `no outlier detection${where}` });
  }
  for (const { from, to } of distribution ?? []) {
    const places_ = Object.keys(to);
    if (places_.length > 1) continue;
    report('MW0241', { prop: `distribution.${from}`, got: `${places_.join('')} alone` });
  }
  const sameZone = trafficDistribution === undefined || trafficDistribution === 'PreferClose';
  if (!sameZone && !isAtLeast(mesh.kubernetes, SAME_ZONE_KUBERNETES)) {
    const args = { version: `Kubernetes ${SAME_ZONE_KUBERNETES}` };
    const got = `${trafficDistribution} on Kubernetes ${mesh.kubernetes}`;
    report('MW0238', { prop: 'trafficDistribution', got, args });
  }
  checkHash(plan.policy, places, report);
}

// on by default from there. @see https://kubernetes.io/docs/reference/networking/virtual-ips/#traffic-distribution
const SAME_ZONE_KUBERNETES = '1.34';
const KEEPALIVE_ISTIO = '1.31';

function checkHash(
  { balancing }: TrafficPolicyPlan,
  { failover, distribution, trafficDistribution }: Places,
  report: Report,
): void {
  const places = { failover, distribution, trafficDistribution };
  const place = (Object.keys(places) as (keyof typeof places)[]).find(
    (name) => places[name] !== undefined,
  );
  if (balancing.algorithm !== 'CONSISTENT_HASH' || place === undefined) return;
  const got = `LoadBalancing.by… and ${place}`;
  report('MW0240', { prop: 'loadBalancing', got, args: { place } });
}

function checkIdle({ question, plan, prefix }: PolicyCheck, report: Report): void {
  const { keepAliveMs } = question;
  const { idleTimeoutMs } = plan.policy.connection;
  if (keepAliveMs === undefined || idleTimeoutMs < keepAliveMs) return;
  report('MW0234', {
    prop: `${prefix}connection.idleTimeout`,
    got: istioDuration(idleTimeoutMs),
    args: { keepAlive: istioDuration(keepAliveMs) },
  });
}

function checkThresholds(
  { outlierDetection }: TrafficPolicyPlan,
  prefix: string,
  report: Report,
): void {
  const gateway = outlierDetection?.consecutiveGatewayErrors;
  const all = outlierDetection?.consecutive5xxErrors;
  if (gateway === undefined || all === undefined || gateway < all) return;
  report('MW0235', {
    prop: `${prefix}outlierDetection.consecutiveGatewayErrors`,
    got: String(gateway),
    args: { limit: all },
  });
}

function checkNewer(
  { connection, retryBudget }: TrafficPolicyPlan,
  { mesh, prefix }: { readonly mesh: MeshPlan; readonly prefix: string },
  report: Report,
): void {
  if (isAtLeast(mesh.istio, KEEPALIVE_ISTIO)) return;
  const newer = [
    ...(connection.http2Keepalive === undefined ? [] : ['connection.http2Keepalive']),
    ...(retryBudget?.kind === 'percent' && retryBudget.budgetIntervalMs !== undefined
      ? ['retryBudget.budgetInterval']
      : []),
  ];
  for (const prop of newer) {
    report('MW0238', {
      prop: `${prefix}${prop}`,
      got: `Istio ${mesh.istio}`,
      args: { version: `Istio ${KEEPALIVE_ISTIO}` },
    });
  }
}
