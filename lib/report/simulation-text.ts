import type { Ejection } from '../graph/simulate/repeated-requests';
import type { SimulationResult } from '../graph/simulate/simulate';
import type { SimulatedTry } from '../graph/simulate/tries';
import { istioDuration } from '../values/duration';
import type { Styles } from './styles';

/** What becomes of a simulated request, step by step. */
export function simulationText(
  { from, to }: { readonly from: string; readonly to: string },
  result: SimulationResult,
  styles: Styles,
): string {
  const { subset, shares, authorization, isServed } = result;
  const verdict = authorization.isAllowed ? 'allowed' : 'denied';
  const lines: Line[] = [
    ['route', routeText(result)],
    ...(shares.length > 1
      ? [['version', `${subset ?? ''} (${shares.map(shareText).join(', ')})`] satisfies Line]
      : []),
    ['authorization', `${verdict}: ${authorization.reason}`],
    ...(authorization.isAllowed ? [] : [['declared', result.declared.join(', ')] satisfies Line]),
    ...result.tries.map(tryLine(result)),
    ['answer', (isServed ? styles.strong : styles.error)(answerText(result))],
    ...result.ejections.map(ejectionLine),
  ];
  const width = Math.max(...lines.map(([name]) => name.length));
  const text = lines.map(([name, what]) => `  ${name.padEnd(width)}  ${what}\n`).join('');
  return `${styles.strong(`${from} → ${to}: ${askedText(result)}`)}\n${text}`;
}

function askedText({ request, port }: SimulationResult): string {
  return request === undefined ? `a connection to ${port}` : `${request.method} ${request.path}`;
}

/** A gateway answers what it has no route for; of a connection nothing is looked at. */
function routeText({ request, route, status }: SimulationResult): string {
  if (request === undefined) return 'none: the connection is passed on as it is';
  return route ?? (status === 404 ? 'none takes it' : 'none of ours');
}

function answerText({ status, isServed, ms }: SimulationResult): string {
  const what = status ?? (isServed ? 'connected' : 'no connection');
  return `${what} after ${istioDuration(ms)}`;
}

type Line = readonly [name: string, text: string];

function tryLine({ tries }: SimulationResult): (each: SimulatedTry) => Line {
  const isRepeated = tries.some(({ call }) => call > 1);
  return ({ number, call, host, startMs, endMs, outcome }) => {
    const name = isRepeated ? `try ${number} (call ${call})` : `try ${number}`;
    const time = `${istioDuration(startMs)} to ${istioDuration(endMs)}`;
    return [name, `host ${host}, ${time}: ${outcome}`];
  };
}

function ejectionLine(ejection: Ejection): Line {
  const { host, afterFailures, countedBy, request, atMs, forMs } = ejection;
  const when = `at ${istioDuration(atMs)}, by try ${ejection.try} of request ${request}`;
  const why = `${afterFailures} in a row (${countedBy})`;
  return ['ejection', `host ${host} ${when}, for ${istioDuration(forMs)}: ${why}`];
}

function shareText({ subset, percent }: SimulationResult['shares'][number]): string {
  return `${subset ?? 'all'} ${percent} %`;
}
