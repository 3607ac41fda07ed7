import type { Duration } from 'cdk8s';
import type { Rollout } from './rollout';

/** How long a pod that goes away has to wait, and for what. */
export interface DrainProps {
  /**
   * Time for the news to reach every proxy that the pod is leaving. Until then it answers as before.
   *
   * @default Duration.seconds(15)
   */
  readonly propagation?: Duration;

  /**
   * The longest that something without a deadline may last: a connection over TCP, a websocket, a stream. A longer
   * deadline of a call counts instead.
   *
   * @default - the mesh's `deadlines.maximum` where a TCP port is called; otherwise the deadlines of the calls alone
   */
  readonly longestConnection?: Duration;

  /**
   * Time that the application takes to end once its last request is answered.
   *
   * @default Duration.seconds(5)
   */
  readonly cleanUp?: Duration;
}

/** How pods come and go. */
export interface LifecycleProps {
  /**
   * Time that the application takes to start, at most: until then a startup probe asks what readiness asks, and a
   * container that is not up by then is started again. Exclusive with `startup`.
   *
   * @default - as long as it takes
   */
  readonly startsWithin?: Duration;

  /**
   * Time that a new pod has to be ready, without a crash, before it counts and the next one is replaced.
   *
   * @default - 10 s, or a period of the readiness probe where that is longer
   */
  readonly minReady?: Duration;

  /**
   * How new pods take the place of old ones.
   *
   * @default Rollout.surge('25%') of a deployment; of a stateful workload, every pod, one at a time
   */
  readonly rollout?: Rollout;

  /**
   * What a pod that goes away waits for. The deadlines of the calls into the service need no mention.
   *
   * @default - 15 s until the endpoints have left the proxies, the longest deadline, and 5 s
   */
  readonly drain?: DrainProps;
}
