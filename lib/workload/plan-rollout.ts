import { secondsUp } from '../values/duration';
import { sumOf, type Addend, type Sum } from '../values/sum';
import type { LifecycleDeclaration, WorkloadDeclaration } from './declaration';
import type { DrainPlan } from './plan-drain';
import type { ProbesPlan } from './plan-probes';

/** How new pods take the place of old ones. */
export interface RolloutPlan {
  readonly strategy:
    | { readonly kind: 'surge'; readonly maxSurge: number | string }
    | { readonly kind: 'recreate'; readonly reason: string }
    /** One at a time where it is, from the last down to this one. */
    | { readonly kind: 'in-place'; readonly partition: number };
  /** How long a pod has to be ready before it counts. */
  readonly minReady: Sum;
  /** How long nothing may move forward before Kubernetes calls the rollout failed. */
  readonly progressDeadline: Sum;
}

// Kubernetes' default of maxSurge. @see https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#max-surge
const MAX_SURGE = '25%';
// what the first requests break shows within one interval of outlier detection and one period of Kubernetes' probes
const MIN_READY_SECONDS = 10;
// Kubernetes' default of progressDeadlineSeconds: a node has to be found or made, and the image pulled
const PLACE_SECONDS = 600;

/** What planning a rollout needs to know. */
export interface RolloutQuestion {
  readonly kind: WorkloadDeclaration['kind'];
  readonly declared: Pick<LifecycleDeclaration, 'rollout' | 'minReadyMs'>;
  readonly probes: ProbesPlan;
  readonly drain: DrainPlan;
}

/** The rollout of a workload with every default resolved. */
export function planRollout({ kind, declared, probes, drain }: RolloutQuestion): RolloutPlan {
  const strategy = planStrategy(kind, declared.rollout);
  const ready = minReady(declared.minReadyMs, probes);
  const leaving = {
    what: 'the old pods end',
    seconds: strategy.kind === 'recreate' ? drain.gracePeriod.seconds : 0,
    from: 'terminationGracePeriodSeconds',
  };
  const place = {
    what: 'a node is found and the image pulled',
    seconds: PLACE_SECONDS,
    from: 'default',
  };
  return {
    strategy,
    minReady: sumOf(ready),
    progressDeadline: sumOf(leaving, place, startOf(probes), ready),
  };
}

function planStrategy(
  kind: WorkloadDeclaration['kind'],
  declared: LifecycleDeclaration['rollout'],
): RolloutPlan['strategy'] {
  if (kind === 'stateful') {
    return {
      kind: 'in-place',
      partition: declared?.kind === 'partition' ? declared.ordinal : 0,
    };
  }
  if (declared?.kind === 'recreate') return declared;
  return { kind: 'surge', maxSurge: declared?.kind === 'surge' ? declared.amount : MAX_SURGE };
}

function minReady(ms: number | undefined, { readiness }: ProbesPlan): Addend {
  const what = 'a new pod stays ready';
  if (ms !== undefined) return { what, seconds: secondsUp(ms), from: 'minReady' };
  // a longer period would let a pod count that was asked only once
  const period = readiness?.periodSeconds ?? 0;
  return period > MIN_READY_SECONDS
    ? { what, seconds: period, from: 'the period of readiness' }
    : { what, seconds: MIN_READY_SECONDS, from: 'default' };
}

/** The time that a container has to start; none where nobody says. */
function startOf({ startup, readiness }: ProbesPlan): Addend {
  const what = 'the application starts';
  if (startup === undefined) {
    const from = 'the initial delay of readiness';
    return { what, seconds: readiness?.initialDelaySeconds ?? 0, from };
  }
  const { initialDelaySeconds, periodSeconds, failureThreshold } = startup;
  const seconds = initialDelaySeconds + periodSeconds * failureThreshold;
  return { what, seconds, from: 'the startup probe' };
}
