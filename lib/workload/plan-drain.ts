import type { EdgePlan } from '../graph/edge';
import type { MeshPlan } from '../mesh/plan';
import { secondsUp } from '../values/duration';

/** How a pod goes away without failing a request. */
export interface DrainPlan {
  /** The longest deadline of a request that may still be running. */
  readonly longestRequestSeconds: number;
  /** Before SIGTERM, while clients learn that the pod is leaving. */
  readonly preStopSeconds: number;
  /** How long the proxy goes on after its SIGTERM, at most: a native sidecar ends with its last connection. */
  readonly proxyDrainSeconds: number;
  /** From the pod's deletion to SIGKILL. */
  readonly gracePeriodSeconds: number;
}

// endpoints take 5 to 15 s to leave every proxy of a busy cluster
const PRE_STOP_SECONDS = 15;
// istio.io: ProxyConfig.terminationDrainDuration
const ISTIO_DRAIN_SECONDS = 5;
// the application's own clean-up after its last request
const MARGIN_SECONDS = 5;

/** What planning a drain needs to know. */
export interface DrainQuestion {
  /** A pod that nobody can call leaves without telling anybody. */
  readonly hasPorts: boolean;
  readonly into: readonly EdgePlan[];
  readonly mesh: MeshPlan;
}

/** The times that fit the longest request into the pod. */
export function planDrain({ hasPorts, into, mesh }: DrainQuestion): DrainPlan {
  // nobody limits how long a connection without requests lasts: it gets the mesh's longest deadline
  const deadlines = into.map(({ deadline }) => deadline?.ms ?? mesh.maxDeadlineMs);
  const longestRequestSeconds = secondsUp(Math.max(0, ...deadlines));
  const requestsSeconds = Math.max(longestRequestSeconds, ISTIO_DRAIN_SECONDS);
  const preStopSeconds = hasPorts ? PRE_STOP_SECONDS : 0;
  return {
    longestRequestSeconds,
    preStopSeconds,
    // a classic sidecar gets its SIGTERM with the pod's deletion, while the application still sleeps; a native one
    // gets it when the application has ended
    proxyDrainSeconds: mesh.hasNativeSidecars ? requestsSeconds : preStopSeconds + requestsSeconds,
    gracePeriodSeconds: preStopSeconds + requestsSeconds + MARGIN_SECONDS,
  };
}
