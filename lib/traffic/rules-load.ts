import type { Report } from '../findings/finding';
import type { EdgePlan } from '../graph/edge';
import { istioDuration } from '../values/duration';
import type { LoadDeclaration } from './declare-load';
import type { DestinationRulePlan } from './plan-destination';
import { splitOf, type VersionTraffic } from './plan-split';

/** A part of a call's requests, and the limit that it meets. */
interface LoadShare {
  /** Undefined for the pods of the host as a whole. */
  readonly version: string | undefined;
  readonly percent: number;
  readonly limit: number;
}

/**
 * Whether what a call sends fits the limits that its requests meet: those of the versions they are shared among. By
 * Little's law what is in flight is what comes each second, times how long it takes.
 */
export function checkLoad(
  edge: EdgePlan,
  { plan, traffic }: { readonly plan: DestinationRulePlan; readonly traffic: VersionTraffic },
  report: Report,
): void {
  const { load, caller, target } = edge;
  if (load === undefined) return;
  const inFlight = (load.requestsPerSecond * load.latencyMs) / 1000 / caller.replicas.min;
  for (const share of sharesOf(edge, plan, traffic)) {
    const part = (inFlight * share.percent) / 100;
    if (part <= share.limit) continue;
    report('MW0242', {
      prop: `${edge.prop}.load`,
      got: `${productOf(load, share)} / ${caller.replicas.min} replicas = ${Number(part.toFixed(1))}`,
      args: { limit: share.limit, target: target.name },
    });
  }
}

function productOf({ requestsPerSecond, latencyMs }: LoadDeclaration, share: LoadShare): string {
  const whole = `${requestsPerSecond}/s x ${istioDuration(latencyMs)}`;
  return share.version === undefined ? whole : `${whole} x ${share.percent} % to ${share.version}`;
}

function sharesOf(
  { target, port }: EdgePlan,
  { policy, subsets }: DestinationRulePlan,
  traffic: VersionTraffic,
): readonly LoadShare[] {
  const shares = splitOf(target, port.number, traffic).map(({ subset, weight }) => {
    const own = subsets.find(({ name }) => name === subset);
    const { maxRequests } = (own ?? { policy }).policy.limits;
    return { version: own?.name, percent: weight ?? 100, limit: maxRequests };
  });
  if (traffic.split.kind !== 'controller') return shares;
  // in the end the controller gives one version everything, and nobody knows which: the largest, if only one can take it
  return [...shares].sort((a, b) => b.limit - a.limit).slice(0, 1);
}
