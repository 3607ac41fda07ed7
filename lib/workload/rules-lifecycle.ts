import type { Report } from '../findings/finding';
import { secondsUp } from '../values/duration';
import { sumText } from '../values/sum';
import type { WorkloadDeclaration } from './declaration';
import type { WorkloadPlan } from './plan';

// cluster-autoscaler: --max-graceful-termination-sec. GKE waits as long on scale-down, and an hour on upgrades:
// @see https://cloud.google.com/kubernetes-engine/docs/how-to/extended-duration-pods
const LONGEST_GRACE_SECONDS = 600;

const KNOWN_ROLLOUTS = {
  deployment: ['surge', 'recreate'],
  stateful: ['partition'],
  job: [],
} as const;

/** Whether the pods of a workload can come and go as declared. */
export function checkLifecycle(
  declared: WorkloadDeclaration,
  plan: WorkloadPlan,
  report: Report,
): void {
  checkStart(plan, report);
  checkRollout(declared, plan, report);
  checkZones(plan, report);
  const { gracePeriod } = plan.drain;
  if (gracePeriod.seconds > LONGEST_GRACE_SECONDS) {
    const longest = [...gracePeriod.parts].sort((a, b) => b.seconds - a.seconds)[0];
    const origin = longest === undefined ? '' : `, ${longest.seconds}s of it from ${longest.from}`;
    report('MW0137', { prop: 'drain', got: `${sumText(gracePeriod)}${origin}` });
  }
}

function checkStart({ probes, startsWithinMs }: WorkloadPlan, report: Report): void {
  const { readiness, liveness, startup } = probes;
  if (startsWithinMs !== undefined) {
    const got = `${startsWithinMs}ms`;
    const timeout = readiness?.timeoutSeconds;
    if (timeout === undefined) report('MW0132', { prop: 'startsWithin', got });
    else if (secondsUp(startsWithinMs) < timeout) {
      report('MW0131', { prop: 'startsWithin', got, args: { timeout } });
    }
  }
  if (liveness === undefined || startup !== undefined) return;
  const { initialDelaySeconds, periodSeconds, failureThreshold } = liveness;
  // the first try comes after the delay, and each further one a period later
  const givesUp = initialDelaySeconds + periodSeconds * (failureThreshold - 1);
  const delay = readiness?.initialDelaySeconds ?? 0;
  if (delay === 0 || givesUp > delay) return;
  report('MW0133', { prop: 'liveness', got: `a restart after ${givesUp}s`, args: { delay } });
}

function checkRollout(
  { kind, rollout, minReadyMs }: WorkloadDeclaration,
  { versions }: WorkloadPlan,
  report: Report,
): void {
  if (kind === 'job' && minReadyMs !== undefined) {
    report('MW0136', { prop: 'minReady', got: 'a job', args: { known: 'no `minReady`' } });
  }
  if (rollout === undefined) return;
  const known: readonly string[] = KNOWN_ROLLOUTS[kind];
  if (!known.includes(rollout.kind)) {
    report('MW0136', {
      prop: 'rollout',
      got: `Rollout.${rollout.kind} of a ${kind}`,
      args: { known: knownText(known) },
    });
  }
  const most = Math.max(...versions.map(({ scale }) => scale.max));
  if (kind === 'deployment' && rollout.kind === 'recreate' && most > 1) {
    report('MW0135', { prop: 'rollout', got: `Rollout.recreate of ${most} replicas` });
  }
}

function checkZones({ spread, versions }: WorkloadPlan, report: Report): void {
  const zones = spread.zones.length;
  for (const { name, scale } of versions) {
    if (scale.min >= zones) continue;
    const prop = versions.length === 1 ? 'scale' : `versions.${name}.scale`;
    report('MW0139', { prop, got: `${scale.min} in ${zones} zones`, args: { zones } });
  }
}

function knownText(known: readonly string[]): string {
  return known.length === 0 ? 'no `rollout`' : known.map((name) => `Rollout.${name}`).join(' or ');
}
