import type { SystemAnalysis } from '../graph/analysis/analyse';
import { countText } from '../graph/analysis/count';
import { at, numberOf } from '../graph/analysis/structure';
import { pathText, percentText, roundText } from '../graph/analysis/text';
import { triesOf } from '../graph/analysis/tries';
import type { EdgeModel, NodeModel } from '../graph/model';
import { istioDuration } from '../values/duration';
import type { ExplainedEdge } from './origins';

/** A value, where it comes from, and what it follows from. */
export interface ExplainedValue {
  readonly name: string;
  readonly value: string;
  readonly origin: string;
}

/** Everything that there is to say about a service. */
export function explainNode(analysis: SystemAnalysis, id: string): readonly ExplainedValue[] {
  const node = at(analysis.structure.nodes, numberOf(analysis.structure, id));
  return [
    ...ownValues(node),
    ...amplificationValues(analysis, id),
    ...timeValues(analysis, id),
    ...capacityValues(analysis, id),
    ...availabilityValues(analysis, id),
    ...reachValues(analysis, id),
  ];
}

function ownValues({ ownTime, pods, drain, criticality }: NodeModel): ExplainedValue[] {
  return [
    { name: 'own time', value: istioDuration(ownTime.ms), origin: `the ${ownTime.origin}` },
    ...pods.map(({ version, min, max }) => ({
      name: `replicas ${version}`,
      value: min === max ? `${min}` : `${min} to ${max}`,
      origin: 'scale',
    })),
    ...(drain === undefined
      ? []
      : [
          {
            name: 'end of a pod',
            value: `${istioDuration(drain.preStopMs)} before SIGTERM, ${istioDuration(drain.graceMs)} in all`,
            origin: 'computed from the deadlines of its callers',
          },
        ]),
    ...(criticality === undefined
      ? []
      : [{ name: 'criticality', value: criticality, origin: 'the service' }]),
  ];
}

function amplificationValues(analysis: SystemAnalysis, id: string): ExplainedValue[] {
  const found = analysis.amplificationOf(id);
  if (found === undefined) return [];
  const { normal, connectionFailures, responseFailures, withBudgets, entry, path } = found;
  const from = `for one request at ${entry}`;
  return [
    { name: 'arrivals', value: countText(normal), origin: from },
    {
      name: 'arrivals under response failures',
      value: countText(responseFailures),
      origin: `most of them ${pathText(path)}`,
    },
    {
      name: 'tries under connection failures',
      value: countText(connectionFailures),
      origin: from,
    },
    { name: 'arrivals under retry budgets', value: roundText(withBudgets), origin: from },
  ];
}

function timeValues({ callTimes, structure }: SystemAnalysis, id: string): ExplainedValue[] {
  const ms = at(callTimes().serviceMs, numberOf(structure, id));
  return [
    { name: 'worst time', value: timeText(ms), origin: 'own time and all that it waits for' },
  ];
}

function capacityValues(analysis: SystemAnalysis, id: string): ExplainedValue[] {
  const { versions, concurrency, requestsPerSecond } = analysis.capacityOf(id);
  return [
    ...versions.map(({ version, pods, ejectable, evictable, left }) => ({
      name: `pods left ${version}`,
      value: `${left}`,
      origin: `${pods} less ${evictable} evicted and ${ejectable} ejected`,
    })),
    ...(requestsPerSecond === undefined
      ? []
      : [
          {
            name: 'load',
            value: `${roundText(requestsPerSecond)}/s`,
            origin: 'loads of its callers',
          },
        ]),
    ...(concurrency === undefined
      ? []
      : [{ name: 'in flight', value: roundText(concurrency), origin: 'rate x latency' }]),
  ];
}

function availabilityValues({ availability }: SystemAnalysis, id: string): ExplainedValue[] {
  const budget = availability().find(({ service }) => service === id);
  if (budget === undefined) return [];
  const { promised, possible, dependencies } = budget;
  return [
    ...(promised === undefined
      ? []
      : [
          {
            name: 'availability promised',
            value: `${percentText(promised)} %`,
            origin: 'objectives',
          },
        ]),
    {
      name: 'availability possible',
      value: `${percentText(possible)} %`,
      origin: `${dependencies.length} dependencies that it cannot do without`,
    },
    ...dependencies
      .filter(({ spends }) => spends > 0)
      .map(({ edge, spends }) => ({
        name: `error budget ${edge.to}`,
        value: `${percentText(spends)} %`,
        origin: `${edge.times} x ${edge.id}`,
      })),
  ];
}

function reachValues(analysis: SystemAnalysis, id: string): ExplainedValue[] {
  const { failing, degraded } = analysis.blastRadiusOf(id);
  const list = (ids: readonly string[]): string => (ids.length === 0 ? 'nothing' : ids.join(', '));
  return [
    { name: 'fails with it', value: list(failing), origin: 'calls without a fallback' },
    { name: 'degrades with it', value: list(degraded), origin: 'calls with a fallback' },
  ];
}

function timeText(ms: number): string {
  return ms === Infinity ? 'without end' : istioDuration(ms);
}

/** Everything that there is to say about a call. */
export function explainEdge(
  analysis: SystemAnalysis,
  { edge, origins }: ExplainedEdge,
): readonly ExplainedValue[] {
  const time = analysis.callTimes().calls.find((each) => each.edge.id === edge.id);
  const load = analysis.callCapacities().find((each) => each.edge.id === edge.id);
  return [
    ...origins,
    { name: 'times', value: `${edge.times}`, origin: 'the call' },
    ...triesValues(edge),
    ...(time === undefined
      ? []
      : [
          { name: 'worst time', value: timeText(time.worstMs), origin: time.derivation },
          { name: 'callee may take', value: timeText(time.calleeMs), origin: 'its worst time' },
          { name: 'orphaned work', value: timeText(time.orphanedMs), origin: 'after the deadline' },
          {
            name: 'slow tries',
            value: `${time.slowTries}`,
            origin: `${time.unreachableTries} never begin`,
          },
        ]),
    ...(load?.concurrency === undefined
      ? []
      : [{ name: 'in flight', value: roundText(load.concurrency), origin: 'rate x latency' }]),
  ];
}

function triesValues(edge: EdgeModel): ExplainedValue[] {
  return (['connection', 'response'] as const).map((kind) => ({
    name: `tries under ${kind} failures`,
    value: `${triesOf(edge, kind)}`,
    origin: `mesh and client library`,
  }));
}
