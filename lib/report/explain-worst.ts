import type { SystemAnalysis } from '../graph/analysis/analyse';
import { countText, fractionText } from '../graph/analysis/count';
import { stepsOf } from '../graph/analysis/deadlines';
import type { Evacuation } from '../graph/analysis/evacuation';
import { at, numberOf } from '../graph/analysis/structure';
import { listText, pathText, percentText, roundText } from '../graph/analysis/text';
import { listing, timeText, valueOf, type ExplainedValue } from './explained';

/** Requests that arrive for one at the worst entry. */
export function arrivalValues(analysis: SystemAnalysis, id: string): readonly ExplainedValue[] {
  const found = analysis.amplificationOf(id);
  if (found === undefined) return [];
  const { normal, connectionFailures, responseFailures, withBudgets, entry, path, cycle } = found;
  const most = path.length === 0 ? 'it is the entry' : `most of them by ${pathText(path)}`;
  return [
    ...valueOf('without failures', countText(normal), `for one request at ${entry}`),
    ...listing(
      valueOf(
        'under response failures',
        countText(responseFailures),
        cycle === undefined ? most : `round and round ${listText(cycle, ' → ')}`,
      ),
      cycle ?? path.map(({ edge }) => edge.id),
    ),
    ...valueOf(
      'tries under connection failures',
      countText(connectionFailures),
      'while it accepts no connection but the last of each call',
    ),
    ...valueOf(
      'under exhausted retry budgets',
      fractionText(withBudgets),
      'what a lasting overload comes to, where all tries take equally long',
    ),
  ];
}

/** How long it takes at worst, and each of its operations. */
export function timeValues(analysis: SystemAnalysis, id: string): readonly ExplainedValue[] {
  const { structure, callTimes, operationsOf } = analysis;
  const node = numberOf(structure, id);
  const steps = stepsOf(structure, callTimes(), node);
  const own = `${timeText(at(structure.nodes, node).ownTime.ms)} own time`;
  return [
    ...listing(
      valueOf(
        'of the whole',
        timeText(at(callTimes().serviceMs, node)),
        listText([own, ...steps.map(({ name, ms }) => `${timeText(ms)} ${name}`)], ' + '),
      ),
      steps.map(({ name }) => name),
    ),
    ...operationsOf(id).flatMap(({ operation, worstMs, longestCall }) =>
      valueOf(
        `of ${operation}`,
        timeText(worstMs),
        longestCall === undefined
          ? 'nobody calls it'
          : `with retries ${timeText(longestCall.worstMs)} by ${longestCall.edge.id}`,
      ),
    ),
  ];
}

/** What is left of its pods under losses, and its load. */
export function lossValues(analysis: SystemAnalysis, id: string): readonly ExplainedValue[] {
  const { versions, concurrency, requestsPerSecond } = analysis.capacityOf(id);
  const rate = requestsPerSecond === undefined ? undefined : `${roundText(requestsPerSecond)}/s`;
  const inFlight = concurrency === undefined ? undefined : roundText(concurrency);
  return [
    ...versions.flatMap(({ version, pods, ejectable, evictable, updating, left }) =>
      valueOf(
        versions.length === 1 ? 'pods left' : `pods left of ${version}`,
        left,
        `${pods} less ${Math.max(evictable, updating)} evicted or updated and ${ejectable} ejected`,
      ),
    ),
    ...analysis.evacuations().flatMap((evacuation) => survivorValues(evacuation, id)),
    ...valueOf('load', rate, 'loads of its callers'),
    ...valueOf('in flight', inFlight, 'rate x latency of each call'),
  ];
}

function survivorValues(
  { lost, kind, services }: Evacuation,
  id: string,
): readonly ExplainedValue[] {
  const found = services.find(({ service }) => service === id);
  if (found === undefined) return [];
  const { left, pods, capacity } = found;
  const room = capacity === undefined ? '' : `, with room for ${roundText(capacity)} requests`;
  return valueOf(`pods left without ${kind} ${lost}`, left, `of ${pods}${room}`);
}

/** What its dependencies leave to its availability. */
export function availabilityValues(
  { availability }: SystemAnalysis,
  id: string,
): readonly ExplainedValue[] {
  const budget = availability().find(({ service }) => service === id);
  if (budget === undefined) return [];
  const { promised, possible, possibleAtBest, dependencies } = budget;
  return [
    ...valueOf(
      'promised',
      promised === undefined ? undefined : `${percentText(promised)} %`,
      'the service',
    ),
    ...valueOf(
      'possible',
      `${percentText(possible)} %`,
      `left by what it cannot do without (${dependencies.length}), when tries fail together`,
    ),
    ...valueOf(
      'possible at best',
      possibleAtBest > possible ? `${percentText(possibleAtBest)} %` : undefined,
      'when each try fails or not whatever became of the others',
    ),
    ...dependencies
      .filter(({ spends }) => spends > 0)
      .flatMap(({ edge, spends, availability: promise }) =>
        valueOf(
          `error budget spent by ${edge.to}`,
          `${percentText(spends)} %`,
          `1 - ${percentText(promise)} %${edge.times === 1 ? '' : `^${edge.times}`}`,
        ),
      ),
  ];
}

/** What fails or answers less with it. */
export function reachValues(analysis: SystemAnalysis, id: string): readonly ExplainedValue[] {
  const { failing, degraded, entries } = analysis.blastRadiusOf(id);
  const list = (name: string, ids: readonly string[], origin: string): readonly ExplainedValue[] =>
    listing(valueOf(name, ids.length === 0 ? 'nothing' : listText(ids), origin), ids);
  return [
    ...list('fails', failing, 'calls without a fallback'),
    ...list('degrades', degraded, 'calls with a fallback'),
    ...list('entries turned away', entries, 'where requests come from'),
  ];
}
