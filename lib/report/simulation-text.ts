import type { SimulationResult } from '../graph/simulate/simulate';
import { istioDuration } from '../values/duration';
import type { Styles } from './styles';

/** What becomes of a simulated request, step by step. `question` says who asks whom for what. */
export function simulationText(question: string, result: SimulationResult, styles: Styles): string {
  const { route, subset, shares, authorization, status, ms } = result;
  const verdict = authorization.isAllowed ? 'allowed' : 'denied';
  const answer = `${status} after ${istioDuration(ms)}`;
  const lines: (readonly [name: string, text: string])[] = [
    ['route', route ?? noRouteText(status)],
    ...(shares.length > 1
      ? [['version', `${subset ?? ''} (${shares.map(shareText).join(', ')})`] as const]
      : []),
    ['authorization', `${verdict}: ${authorization.reason}`],
    ...(authorization.isAllowed ? [] : [['declared', result.declared.join(', ')] as const]),
    ...stepsOf(result),
    ['answer', status < 400 ? styles.strong(answer) : styles.error(answer)],
  ];
  const width = Math.max(...lines.map(([name]) => name.length));
  const text = lines.map(([name, what]) => `  ${name.padEnd(width)}  ${what}\n`).join('');
  return `${styles.strong(question)}\n${text}`;
}

function stepsOf({ tries, ejections }: SimulationResult): readonly (readonly [string, string])[] {
  return [
    ...tries.map(({ number, host, startMs, endMs, outcome }) => {
      const time = `${istioDuration(startMs)} to ${istioDuration(endMs)}`;
      return [`try ${number}`, `host ${host}, ${time}: ${outcome}`] as const;
    }),
    ...ejections.map(({ host, afterFailures, forMs }) => {
      const when = `after ${afterFailures} such failures in a row`;
      return ['ejection', `host ${host}, ${when}, for ${istioDuration(forMs)}`] as const;
    }),
  ];
}

/** A gateway answers what it has no route for; anywhere else the port carries no requests. */
function noRouteText(status: number): string {
  return status === 404 ? 'none takes it' : 'none: the connection is passed on as it is';
}

function shareText({ subset, percent }: SimulationResult['shares'][number]): string {
  return `${subset ?? 'all'} ${percent} %`;
}
