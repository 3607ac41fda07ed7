import type { Report } from '../findings/finding';
import type { EdgePlan } from '../graph/edge';
import { istioDuration } from '../values/duration';
import { firstGiven } from './layers';
import { cutsOff, longestBackoffsMs, type RetryPlan } from './plan-retries';

/** Whether the retries of one edge are harmless, and can happen within its deadline. */
export function checkRetries(edge: EdgePlan, report: Report): void {
  const prop = `${edge.prop}.retries`;
  const { deadline, retries } = edge;
  // what a profile gives is cut down to what the operation can stand
  const declared = edge.own.retries;
  // on a port without requests any retries are reported as such
  if (deadline === undefined || retries === undefined) return;
  if (declared?.kind === 'response' && edge.repeatability === 'unsafe') {
    const what = edge.operation ?? `${edge.target.name} as a whole`;
    report('MW0203', { prop, got: `Retries.upTo(${declared.attempts}) for ${what}` });
    return;
  }
  if (!cutsOff(retries.retryOn)) {
    if (declared?.perTryTimeoutMs !== undefined) {
      report('MW0207', { prop: `${prop}.perTryTimeout`, got: retries.retryOn.join(', ') });
    }
    checkPauses(edge, report);
  } else if (deadline.origin === 'declared' || retries.perTryTimeoutMs !== undefined) {
    checkTries({ prop, retries, deadlineMs: deadline.ms }, report);
  } else {
    checkPauses(edge, report);
  }
}

interface Tries {
  readonly prop: string;
  readonly retries: RetryPlan;
  readonly deadlineMs: number;
}

/** Tries without a timeout of their own may all fail at once, so that the pauses alone have to fit. */
function checkPauses({ prop, layers, deadline, retries }: EdgePlan, report: Report): void {
  // nobody asked for those that are there by default, which a short deadline may well leave out
  const isAskedFor = firstGiven(layers, (policy) => policy.retries) !== undefined;
  if (deadline === undefined || retries === undefined || !isAskedFor) return;
  const { attempts, backoffMs } = retries;
  const pauses = longestBackoffsMs(attempts, backoffMs);
  if (pauses < deadline.ms) return;
  report('MW0252', {
    prop: `${prop}.retries.backoff`,
    got: `${istioDuration(backoffMs)}, so up to ${istioDuration(pauses)} before ${attempts} retries`,
    args: { deadline: istioDuration(deadline.ms) },
  });
}

function checkTries({ prop, retries, deadlineMs }: Tries, report: Report): void {
  const { attempts, perTryTimeoutMs, backoffMs } = retries;
  const tries = attempts + 1;
  const pauses = longestBackoffsMs(attempts, backoffMs);
  const deadline = istioDuration(deadlineMs);
  if (perTryTimeoutMs === undefined) {
    const minimum = istioDuration(tries + pauses);
    report('MW0206', { prop, got: `a deadline of ${deadline}`, args: { minimum, tries } });
    return;
  }
  if (perTryTimeoutMs >= deadlineMs) {
    report('MW0204', {
      prop: `${prop}.perTryTimeout`,
      got: istioDuration(perTryTimeoutMs),
      args: { deadline },
    });
    return;
  }
  const needed = tries * perTryTimeoutMs + pauses;
  if (needed <= deadlineMs) return;
  const sum = `${perTryTimeoutMs}ms x ${tries} tries + ${pauses}ms of back-off = ${needed}ms`;
  report('MW0205', { prop: `${prop}.perTryTimeout`, got: sum, args: { deadline } });
}
