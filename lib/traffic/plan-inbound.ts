import type { TargetPlan } from '../graph/target';
import { hostFamily, type ProtocolFamily } from '../workload/port';
import { Resolution } from './layers';
import { planConnection, type ConnectionPlan } from './plan-connection';
import { CAPACITY, planLimits, type LimitsPlan } from './plan-limits';

/** What the proxy of one replica lets through to the application, from all clients together. */
export interface InboundPlan {
  readonly family: ProtocolFamily;
  readonly limits: LimitsPlan;
  readonly connection: ConnectionPlan;
  /** Nobody repeats a request between a proxy and its own application. */
  readonly retryBudget: undefined;
}

/** What planning the inbound side needs to know. */
export interface InboundQuestion {
  readonly target: TargetPlan;
  readonly keepAliveMs: number | undefined;
  /** The most replicas that share a capacity given in total. */
  readonly replicas: number;
}

/**
 * The server's own limit. Without it Istio would give the server's proxy a copy of the limits that each client has.
 */
export function planInbound({ target, keepAliveMs, replicas }: InboundQuestion): InboundPlan {
  const capacity = new Resolution(target.layers).choose('capacity', (policy) => policy.capacity, {
    value: CAPACITY,
  });
  const family = hostFamily(target.ports);
  const requests =
    capacity.of === 'total'
      ? Math.max(1, Math.floor(capacity.requests / replicas))
      : capacity.requests;
  return {
    family,
    limits: planLimits({ ...capacity, requests }),
    connection: planConnection(new Resolution([]), { family, keepAliveMs }),
    retryBudget: undefined,
  };
}
