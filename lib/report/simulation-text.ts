import type { SimulationResult } from '../graph/simulate/simulate';
import { istioDuration } from '../values/duration';
import type { Styles } from './styles';

/** What becomes of a simulated request, step by step. */
export function simulationText(result: SimulationResult, styles: Styles): string {
  const { route, shares, subset, authorization, tries, ejections, status, ms } = result;
  const lines = [
    `route          ${route ?? noRouteText(status)}`,
    ...(shares.length > 1
      ? [`version        ${subset ?? ''} of ${shares.map(shareText).join(', ')}`]
      : []),
    `authorization  ${authorization.isAllowed ? 'allowed' : 'denied'}: ${authorization.reason}`,
    ...tries.map(
      ({ number, host, startMs, endMs, outcome }) =>
        `try ${number}          host ${host}, ${startMs}ms to ${endMs}ms: ${outcome}`,
    ),
    ...ejections.map(
      ({ host, afterFailures, forMs }) =>
        `ejection       host ${host}, after ${afterFailures} such failures in a row, for ${istioDuration(forMs)}`,
    ),
  ];
  const isWell = status < 400;
  const answer = `${status} after ${ms}ms`;
  return `${lines.join('\n')}\nanswer         ${isWell ? styles.strong(answer) : styles.error(answer)}\n`;
}

/** A gateway answers what it has no route for; anywhere else the port carries no requests. */
function noRouteText(status: number): string {
  return status === 404 ? 'none takes it' : 'none: the connection is passed on as it is';
}

function shareText({ subset, percent }: SimulationResult['shares'][number]): string {
  return `${subset ?? 'all'} ${percent} %`;
}
