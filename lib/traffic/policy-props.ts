import type { Duration } from 'cdk8s';
import type { Capacity } from './capacity';
import type { ConnectionProps } from './connection';
import type { LoadBalancing } from './load-balancing';
import type { OutlierDetection } from './outlier-detection';
import type { Retries } from './retries';
import type { RetryBudget } from './retry-budget';

/** How a client's proxy treats a host. Istio knows one such policy for a client and a host. */
export interface ClientPolicyProps {
  /**
   * How a pod is chosen.
   *
   * @default LoadBalancing.leastRequest()
   */
  readonly loadBalancing?: LoadBalancing;

  /**
   * How connections are made, kept and ended.
   *
   * @default - made within 500 ms, or half of the shortest deadline; unused ones are closed before the server does it
   */
  readonly connection?: ConnectionProps;

  /**
   * When a failing pod is taken out of rotation.
   *
   * @default OutlierDetection.of(), where there are two pods or more
   */
  readonly outlierDetection?: OutlierDetection;

  /**
   * How many of the requests in flight may be retries. Not for TCP.
   *
   * @default RetryBudget.percent(20)
   */
  readonly retryBudget?: RetryBudget;
}

/** Everything that a profile can set. */
export interface ProfileProps extends ClientPolicyProps {
  /**
   * Deadline of calls that give none, retries included; at least 1 ms.
   *
   * @default - derived: the callee's own time and the deadlines of what it calls
   */
  readonly timeout?: Duration;

  /**
   * Largest deadline that is derived; at least 1 ms. A deadline that is given may be longer.
   *
   * @default - the mesh's `deadlines.maximum`
   */
  readonly maxTimeout?: Duration;

  /**
   * Retries of calls that give none. An unsafe operation takes no more of them than it can stand.
   *
   * @default - an unsafe call twice where it cannot have reached the server; any other once, after a reset or 503 too
   */
  readonly retries?: Retries;

  /**
   * What one replica of a service can take.
   *
   * @default Capacity.perReplica(1024), Envoy's own limit
   */
  readonly capacity?: Capacity;
}
