import { reportAt, type Finding } from '../../findings/finding';
import { istioDuration } from '../../values/duration';
import type { SystemAnalysis } from './analyse';
import type { CallTime } from './deadlines';
import { at, type Structure } from './structure';
import { shortName } from './text';
import { perTryMs } from './tries';

/** Reports declared deadlines, and their shares for one try, that are shorter than what the callee certainly waits for. */
export function checkDeadlines(
  { callTimes, structure }: SystemAnalysis,
  findings: Finding[],
): void {
  for (const time of callTimes().calls) {
    const { edge, fitting } = time;
    const { deadline, isEnforced } = edge;
    if (deadline?.origin !== 'declared' || !isEnforced || fitting === undefined) continue;
    // on a circle of calls some deadline has to cut the wait for oneself
    if (isOnCircle(structure, edge)) continue;
    const neededMs = certainMs(time, structure);
    const tryMs = perTryMs(edge) ?? deadline.ms;
    if (neededMs > deadline.ms) reportDeadline(time, neededMs, findings);
    else if (neededMs > tryMs) reportTry(time, { neededMs, tryMs }, findings);
  }
}

function reportDeadline(
  { edge, calleeWaitsMs }: CallTime,
  neededMs: number,
  findings: Finding[],
): void {
  const callee = shortName(edge.to);
  const deadlineMs = edge.deadline?.ms ?? 0;
  reportAt(edge.path, findings)('MW1003', {
    prop: `${edge.prop}.timeout`,
    got: `${istioDuration(deadlineMs)}, while ${callee} may take ${istioDuration(neededMs)}`,
    args: {
      needed: istioDuration(neededMs),
      otherwise: otherwiseText(callee, deadlineMs - neededMs + calleeWaitsMs),
    },
  });
}

interface TooShort {
  readonly neededMs: number;
  readonly tryMs: number;
}

function reportTry(
  { edge, calleeWaitsMs }: CallTime,
  { neededMs, tryMs }: TooShort,
  findings: Finding[],
): void {
  const callee = shortName(edge.to);
  reportAt(edge.path, findings)('MW1020', {
    prop: `${edge.prop}.timeout`,
    got: `${istioDuration(tryMs)} for each try, while ${callee} may take ${istioDuration(neededMs)}`,
    args: {
      needed: istioDuration(neededMs),
      otherwise: otherwiseText(callee, tryMs - neededMs + calleeWaitsMs),
    },
  });
}

function otherwiseText(callee: string, fittingMs: number): string {
  if (fittingMs <= 0) return '';
  return `, or let the calls of ${callee} together take ${istioDuration(fittingMs)} at most`;
}

function isOnCircle({ component, numberOf }: Structure, { from, to }: CallTime['edge']): boolean {
  return component[numberOf.get(from) ?? 0] === component[numberOf.get(to) ?? 0];
}

/** What the callee waits for by its own deadlines; its own time too, where somebody said what it is. */
function certainMs({ edge, calleeWaitsMs }: CallTime, { nodes, numberOf }: Structure): number {
  const callee = at(nodes, numberOf.get(edge.to) ?? 0);
  return calleeWaitsMs + (callee.ownTime.origin === 'service' ? callee.ownTime.ms : 0);
}
