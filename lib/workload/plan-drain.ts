import type { EdgePlan } from '../graph/edge';
import type { MeshPlan } from '../mesh/plan';
import { secondsUp } from '../values/duration';
import { sumOf, type Addend, type Sum } from '../values/sum';
import type { DrainDeclaration } from './declaration';

/** How a pod goes away without failing a request. */
export interface DrainPlan {
  /** Before SIGTERM, while clients learn that the pod is leaving. */
  readonly preStop: Sum;
  /** How long the proxy goes on after its SIGTERM, at most: a native sidecar ends with its last connection. */
  readonly proxyDrain: Sum;
  /** From the pod's deletion to SIGKILL. */
  readonly gracePeriod: Sum;
}

// endpoints take 5 to 15 s to leave every proxy of a busy cluster
const PROPAGATION_SECONDS = 15;
// istio.io: ProxyConfig.terminationDrainDuration
const ISTIO_DRAIN_SECONDS = 5;
// the application's own clean-up after its last request
const CLEAN_UP_SECONDS = 5;

/** What planning a drain needs to know. */
export interface DrainQuestion {
  readonly declared: DrainDeclaration;
  /** A pod that nobody can call leaves without telling anybody. */
  readonly hasPorts: boolean;
  readonly into: readonly EdgePlan[];
  readonly mesh: MeshPlan;
}

/** The times that fit the longest request into the pod. */
export function planDrain(question: DrainQuestion): DrainPlan {
  const { declared, hasPorts, mesh } = question;
  const propagation = given('endpoints leave the proxies', PROPAGATION_SECONDS, {
    ms: declared.propagationMs,
    prop: 'drain.propagation',
  });
  const cleanUp = given('the application ends', CLEAN_UP_SECONDS, {
    ms: declared.cleanUpMs,
    prop: 'drain.cleanUp',
  });
  const waiting = hasPorts ? [propagation] : [];
  const requests = longestRequest(question);
  return {
    preStop: sumOf(...waiting),
    // a classic sidecar gets its SIGTERM with the pod's deletion, while the application still sleeps; a native one
    // gets it when the application has ended
    proxyDrain: mesh.hasNativeSidecars ? sumOf(requests) : sumOf(...waiting, requests),
    gracePeriod: sumOf(...waiting, requests, cleanUp),
  };
}

function given(
  what: string,
  seconds: number,
  { ms, prop }: { readonly ms: number | undefined; readonly prop: string },
): Addend {
  return ms === undefined
    ? { what, seconds, from: 'default' }
    : { what, seconds: secondsUp(ms), from: prop };
}

/** The longest that a request or connection may last that is still open when the pod has to end. */
function longestRequest({ declared, into, mesh }: DrainQuestion): Addend {
  const { longestConnectionMs } = declared;
  const what = 'the longest request ends';
  // nobody limits how long a connection without requests lasts
  const connection = longestConnectionMs ?? mesh.maxDeadlineMs;
  const named = longestConnectionMs === undefined ? 'deadlines.maximum' : 'drain.longestConnection';
  const candidates = [
    { what, seconds: ISTIO_DRAIN_SECONDS, from: "Istio's terminationDrainDuration" },
    ...(longestConnectionMs === undefined
      ? []
      : [{ what, seconds: secondsUp(longestConnectionMs), from: named }]),
    ...into.map(({ path, prop, deadline }) => ({
      what,
      seconds: secondsUp(deadline?.ms ?? connection),
      from: deadline === undefined ? named : `${path} ${prop}`,
    })),
  ];
  return candidates.reduce((longest, each) => (each.seconds > longest.seconds ? each : longest));
}
