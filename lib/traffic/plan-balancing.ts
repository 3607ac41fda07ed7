import { TOPOLOGY, LABEL } from '../conventions/labels';
import type { TrafficDeclaration } from './declare';
import type { SharesDeclaration } from './declare-places';
import type { Resolution } from './layers';
import type { HashKey, LoadBalancing } from './load-balancing';

/** How a pod is chosen. */
export interface BalancingPlan {
  readonly algorithm: LoadBalancing['algorithm'];
  readonly hash:
    { readonly key: HashKey; readonly table: 'ring' | 'maglev'; readonly size: number } | undefined;
  readonly warmup:
    | {
        readonly durationMs: number;
        readonly minimumPercent: number;
        readonly aggression: number;
      }
    | undefined;
  readonly locality: LocalityPlan;
}

/** What zones and regions mean for the choice. */
export type LocalityPlan =
  | { readonly kind: 'off' }
  /** The Service's own `trafficDistribution` decides. */
  | { readonly kind: 'service' }
  | { readonly kind: 'priority'; readonly labels: readonly string[] }
  | {
      readonly kind: 'regions';
      readonly failover: readonly { readonly from: string; readonly to: string }[];
    }
  | { readonly kind: 'distribute'; readonly shares: readonly SharesDeclaration[] };

/** What a service says of places. */
export type Places = Pick<TrafficDeclaration, 'failover' | 'distribution' | 'trafficDistribution'>;

/** Nothing is said of places. */
export const NO_PLACES: Places = {
  failover: undefined,
  distribution: undefined,
  trafficDistribution: undefined,
};

// Istio's defaults, written out. @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#LoadBalancerSettings-ConsistentHashLB
const RING_SIZE = 1024;
// Envoy's defaults, written out. @see https://www.envoyproxy.io/docs/envoy/latest/intro/arch_overview/upstream/load_balancing/slow_start
const MINIMUM_PERCENT = 10;
const AGGRESSION = 1;

/** How a client chooses among the pods of a host. */
export function planBalancing(resolution: Resolution, places: Places): BalancingPlan {
  const balancing = resolution.choose('loadBalancing', (policy) => policy.loadBalancing, {
    value: undefined,
  });
  const { warmup, table } = balancing?.options ?? {};
  const key = balancing?.hashKey;
  return {
    algorithm: balancing?.algorithm ?? 'LEAST_REQUEST',
    hash: key && { key, table: table?.kind ?? 'ring', size: table?.size ?? RING_SIZE },
    warmup: warmup && {
      durationMs: warmup.duration.toMilliseconds(),
      minimumPercent: warmup.options.minimumPercent ?? MINIMUM_PERCENT,
      aggression: warmup.options.aggression ?? AGGRESSION,
    },
    locality: planLocality(places),
  };
}

/** Off is said aloud: outlier detection would otherwise keep every request in the caller's zone. */
function planLocality({ failover, distribution, trafficDistribution }: Places): LocalityPlan {
  if (trafficDistribution !== undefined) return { kind: 'service' };
  if (distribution !== undefined) return { kind: 'distribute', shares: distribution };
  switch (failover?.kind) {
    case 'zones':
      return { kind: 'priority', labels: [TOPOLOGY.region, TOPOLOGY.zone] };
    case 'regions':
      return { kind: 'regions', failover: ringOf(failover.names) };
    case 'version':
      return {
        kind: 'priority',
        labels: failover.names.map((version) => `${LABEL.version}=${version}`),
      };
    case undefined:
      return { kind: 'off' };
  }
}

/** From each name to the next, and from the last to the first. */
function ringOf(names: readonly string[]): readonly { from: string; to: string }[] {
  return names.map((from, index) => ({ from, to: names[(index + 1) % names.length] ?? from }));
}
