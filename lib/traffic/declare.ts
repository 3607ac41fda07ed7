import type { Duration } from 'cdk8s';
import type { Report } from '../findings/finding';
import { readDuration } from '../values/duration';
import { oneOf, read } from '../values/read';
import type { Capacity } from './capacity';
import {
  declareDistribution,
  declareFailover,
  type DistributionDeclaration,
} from './declare-places';
import { declarePolicy, declareProfile } from './declare-policy';
import { declareMirror, declareSplit, type SplitDeclaration } from './declare-split';
import type { Distribution } from './distribution';
import type { Failover } from './failover';
import type { Mirror } from './mirror';
import type { PolicyDeclaration, ProfileDeclaration } from './policy';
import type { ClientPolicyProps } from './policy-props';
import type { Profile } from './profile';
import type { Split } from './split';

/** Kubernetes' words for how a Service prefers near pods, each with the version from which it is on by default. */
export const TRAFFIC_DISTRIBUTIONS = ['PreferClose', 'PreferSameZone', 'PreferSameNode'] as const;

/** How clients' proxies reach a service. It belongs to the service: Istio knows one policy for a host. */
export interface TrafficProps extends ClientPolicyProps {
  /**
   * A policy with a name, for what is not given here.
   *
   * @default - the profile of the namespace, then of the mesh
   */
  readonly profile?: Profile;

  /**
   * What one replica can take from all of its callers together.
   *
   * @default Capacity.perReplica(1024), Envoy's own limit, which only a runaway caller meets
   */
  readonly capacity?: Capacity;

  /**
   * Time after which the server itself closes an unused connection; at least 2 ms. Clients close theirs before.
   *
   * @default Duration.seconds(5), as Node.js and uvicorn: the shortest of the common ones
   */
  readonly keepAlive?: Duration;

  /**
   * Where requests go when pods fail. Not together with `distribution` or `trafficDistribution`.
   *
   * @default - to the healthy pods of any zone alike
   */
  readonly failover?: Failover;

  /**
   * How requests are shared among zones or regions while all work. Not together with `failover` or
   * `trafficDistribution`.
   *
   * @default - evenly among all pods
   */
  readonly distribution?: Distribution;

  /**
   * Kubernetes' own preference for near pods, which fails over by readiness alone: `PreferClose`, or from Kubernetes
   * 1.34 `PreferSameZone` and `PreferSameNode`. Not together with `failover` or `distribution`.
   *
   * @default - none
   */
  readonly trafficDistribution?: (typeof TRAFFIC_DISTRIBUTIONS)[number];

  /**
   * How requests that no `when` selects are shared among the versions.
   *
   * @default Split.byRequest()
   */
  readonly split?: Split;

  /**
   * Copies of requests for one of the versions.
   *
   * @default - none
   */
  readonly mirror?: Mirror;
}

/** Traffic policy as declared. */
export interface TrafficDeclaration {
  readonly policy: PolicyDeclaration;
  readonly profile: ProfileDeclaration | undefined;
  readonly keepAliveMs: number | undefined;
  readonly failover: Failover | undefined;
  readonly distribution: DistributionDeclaration | undefined;
  readonly trafficDistribution: (typeof TRAFFIC_DISTRIBUTIONS)[number] | undefined;
  readonly split: SplitDeclaration;
  readonly mirror: Mirror | undefined;
}

/** What `props` say about traffic. */
export function declareTraffic(props: TrafficProps, report: Report): TrafficDeclaration {
  return {
    policy: declarePolicy(report, '', {
      loadBalancing: props.loadBalancing,
      connection: props.connection,
      outlierDetection: props.outlierDetection,
      retryBudget: props.retryBudget,
      capacity: props.capacity,
    }),
    profile: declareProfile(report, 'profile', props.profile),
    keepAliveMs: readDuration(report, 'keepAlive', props.keepAlive),
    ...declarePlaces(props, report),
    split: declareSplit(report, props.split),
    mirror: declareMirror(report, props.mirror),
  };
}

type Places = Pick<TrafficDeclaration, 'failover' | 'distribution' | 'trafficDistribution'>;

/** Istio takes one of the three at most; of several the first is kept as a stand-in. */
function declarePlaces(props: TrafficProps, report: Report): Places {
  const given = (['failover', 'distribution', 'trafficDistribution'] as const).filter(
    (name) => props[name] !== undefined,
  );
  const [first, second] = given;
  if (first !== undefined && second !== undefined) {
    report('MW0227', { prop: second, got: given.join(' and ') });
  }
  return {
    failover: first === 'failover' ? declareFailover(report, props.failover) : undefined,
    distribution:
      first === 'distribution' ? declareDistribution(report, props.distribution) : undefined,
    trafficDistribution:
      first === 'trafficDistribution'
        ? read(report, oneOf(TRAFFIC_DISTRIBUTIONS), [first, props.trafficDistribution])
        : undefined,
  };
}
