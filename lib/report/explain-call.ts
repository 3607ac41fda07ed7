import type { SystemAnalysis } from '../graph/analysis/analyse';
import type { CallCapacity } from '../graph/analysis/capacity';
import type { CallTime } from '../graph/analysis/deadlines';
import { percentText, roundText } from '../graph/analysis/text';
import { ISTIO_DEFAULT_RETRIES, meshTries, triesOf } from '../graph/analysis/tries';
import { destinationTowards } from '../graph/model-of';
import type { EdgeModel } from '../graph/model';
import type { SystemPlan } from '../system/plan';
import {
  sectionsOf,
  timeText,
  valueOf,
  type ExplainedSection,
  type ExplainedValue,
} from './explained';
import { policyValues } from './policy-values';
import { patternValues, routeValues } from './route-values';

/** One call, and everything that there is to say about it. */
export interface ExplainedCall {
  readonly subject: string;
  readonly sections: readonly ExplainedSection[];
}

/** Two nodes, and perhaps one operation of the second. */
export type ExplainedEnds = Pick<EdgeModel, 'from' | 'to'> & Partial<Pick<EdgeModel, 'operation'>>;

/** What two nodes have in common, then every call between them, by id; of an operation where one is named. */
export function explainCalls(
  plan: SystemPlan,
  analysis: SystemAnalysis,
  { from, to, operation }: ExplainedEnds,
): readonly ExplainedCall[] {
  const calls = analysis.structure.model.edges.flatMap((edge, index) => {
    const planned = plan.graph.edges[index];
    if (edge.from !== from || edge.to !== to || planned === undefined) return [];
    if (operation !== undefined && edge.operation !== operation) return [];
    return [{ edge, planned, index }];
  });
  const [first] = calls;
  if (first === undefined) return [];
  // Istio knows connections, ejection and budgets by host and client, and not by operation
  const towards = destinationTowards(plan, first.planned);
  const pair = sectionsOf({
    'policy towards the callee': [towards ? policyValues(towards) : []],
    'error budget': [budgetValues(analysis, first.edge)],
  });
  const explained = calls.map(({ edge, planned, index }) => {
    const sections = sectionsOf({
      'how it is made': [patternValues(planned)],
      route: [routeValues(planned), edge.isEnforced ? [] : unenforced(edge)],
      'worst cases': [
        triesValues(edge),
        timeValues(analysis.callTimes().calls[index]),
        capacityValues(analysis.callCapacities()[index]),
      ],
    });
    return { subject: edge.id, sections };
  });
  const subject = `${from}→${to}`;
  const [only] = explained;
  if (explained.length === 1 && only?.subject === subject) {
    return [{ subject, sections: [...only.sections, ...pair] }];
  }
  return [{ subject, sections: pair }, ...explained];
}

/** What holds where the routes are not ours, or where no proxy is there to keep them. */
function unenforced({ retries }: EdgeModel): readonly ExplainedValue[] {
  return retries === undefined
    ? valueOf(
        'retries counted',
        ISTIO_DEFAULT_RETRIES.attempts,
        "Istio's own, since the routes are declared elsewhere",
      )
    : valueOf('retries counted', retries.attempts, 'the caller has no proxy');
}

function triesValues(edge: EdgeModel): readonly ExplainedValue[] {
  return (['connection', 'response'] as const).flatMap((kind) => {
    const mesh = meshTries(edge, kind);
    const origin =
      edge.clientRetries === 0
        ? 'the first and the retries'
        : `${1 + edge.clientRetries} by the client library x ${mesh} by the mesh`;
    return valueOf(`tries under ${kind} failures`, triesOf(edge, kind), origin);
  });
}

function timeValues(time: CallTime | undefined): readonly ExplainedValue[] {
  if (time === undefined) return [];
  const { worstMs, derivation, calleeMs, calleeWaitsMs, orphanedMs } = time;
  const own = timeText(calleeMs - calleeWaitsMs);
  return [
    ...valueOf('worst time', timeText(worstMs), derivation),
    ...valueOf(
      'callee may take',
      timeText(calleeMs),
      `${own} own time + ${timeText(calleeWaitsMs)} of its calls`,
    ),
    ...valueOf('orphaned work', timeText(orphanedMs), orphanText(time)),
    ...valueOf('slow tries', time.slowTries, slowText(time)),
  ];
}

function slowText({ unreachableTries }: CallTime): string {
  return unreachableTries === 0
    ? 'begin while every one runs out of time'
    : `begin while every one runs out of time; ${unreachableTries} more are allowed, and never do`;
}

function orphanText({ fitting, orphanedBy }: CallTime): string {
  if (fitting === undefined) return 'the callee ends before its caller gives up';
  const { raiseToMs, raiseTryToMs, lowerCalleesToMs } = fitting;
  const raised = `${orphanedBy}; a timeout of ${timeText(raiseToMs)} fits`;
  const ways = [
    ...(raiseTryToMs === undefined ? [] : [`a timeout of one try of ${timeText(raiseTryToMs)}`]),
    ...(lowerCalleesToMs === undefined
      ? []
      : [`calls of the callee that take ${timeText(lowerCalleesToMs)} together`]),
  ];
  return [raised, ...ways].join(', or ');
}

function capacityValues(capacity: CallCapacity | undefined): readonly ExplainedValue[] {
  if (capacity === undefined) return [];
  const { requestsPerSecond: rate, latencyMs, concurrency, clients, perClient, limit } = capacity;
  const inFlight = concurrency === undefined ? undefined : roundText(concurrency);
  return [
    ...valueOf(
      'load',
      rate === undefined ? undefined : `${roundText(rate)}/s`,
      'what comes in, times the calls',
    ),
    ...valueOf('in flight', inFlight, `rate x ${timeText(latencyMs ?? 0)}`),
    ...valueOf(
      'in flight per client',
      perClient === undefined ? undefined : roundText(perClient),
      `shared by ${clients}, each of which may have ${limit ?? 'any number'} open`,
    ),
    ...valueOf(
      'at one pod when all use their limit',
      capacity.perPodAtLimit === undefined ? undefined : roundText(capacity.perPodAtLimit),
      `${clients} x ${limit}, by the number of clients, over the pods of the callee`,
    ),
  ];
}

function budgetValues(
  { availability }: SystemAnalysis,
  edge: EdgeModel,
): readonly ExplainedValue[] {
  const budget = availability().find(({ service }) => service === edge.from);
  const spent = budget?.dependencies.find((each) => each.edge.to === edge.to);
  if (budget === undefined || spent === undefined) return [];
  const { promised } = budget;
  const origin =
    promised === undefined
      ? 'the caller promises nothing'
      : `the caller may fail ${percentText(1 - promised)} %`;
  return valueOf('error budget spent', `${percentText(spent.spends)} %`, origin);
}
