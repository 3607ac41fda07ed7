import type { SystemAnalysis } from '../graph/analysis/analyse';
import { at, numberOf } from '../graph/analysis/structure';
import type { NodeModel } from '../graph/model';
import type { SystemPlan } from '../system/plan';
import { istioDuration } from '../values/duration';
import { sumText } from '../values/sum';
import {
  arrivalValues,
  availabilityValues,
  lossValues,
  reachValues,
  timeValues,
} from './explain-worst';
import { sectionsOf, valueOf, type ExplainedSection, type ExplainedValue } from './explained';
import { policyValues } from './policy-values';

/** Everything that there is to say about a service, or whatever else calls or is called. */
export function explainNode(
  plan: SystemPlan,
  analysis: SystemAnalysis,
  id: string,
): readonly ExplainedSection[] {
  const node = at(analysis.structure.nodes, numberOf(analysis.structure, id));
  const destination = plan.destinations.get(node.path);
  return sectionsOf({
    declared: [isWorking(node) ? ownTimeValues(node) : [], ownValues(node)],
    'policy towards it': [destination ? policyValues(destination) : []],
    'requests that arrive': [arrivalValues(analysis, id)],
    'worst time': [isWorking(node) ? timeValues(analysis, id) : []],
    'end of a pod': [drainValues(plan, analysis, node)],
    'pods and load': [lossValues(analysis, id)],
    availability: [availabilityValues(analysis, id)],
    'when it fails': [reachValues(analysis, id)],
  });
}

const ORIGINS = { service: 'the service', mesh: 'the mesh', default: 'default' } as const;

/** A gateway and a caller from elsewhere pass requests on; what they do besides is not known. */
function isWorking({ kind }: NodeModel): boolean {
  return kind !== 'gateway' && kind !== 'outside';
}

function ownTimeValues({ ownTime: { ms, origin } }: NodeModel): readonly ExplainedValue[] {
  return valueOf('own time', istioDuration(ms), ORIGINS[origin]);
}

function ownValues(node: NodeModel): readonly ExplainedValue[] {
  const { pods, criticality, residency, places, objectives } = node;
  return [
    ...pods.flatMap(({ version, min, max, origin }) =>
      valueOf(
        pods.length === 1 ? 'replicas' : `replicas of ${version}`,
        min === max ? min : `${min} to ${max}`,
        ORIGINS[origin],
      ),
    ),
    ...valueOf('criticality', criticality, ORIGINS.service),
    ...valueOf('residency', residency?.join(', '), ORIGINS.service),
    ...valueOf(`failover ${places?.kind ?? ''}`, places?.names.join(', '), ORIGINS.service),
    ...objectives.latencies.flatMap(({ ms, percent }) =>
      valueOf('latency promised', `${istioDuration(ms)} for ${percent} %`, ORIGINS.service),
    ),
  ];
}

function drainValues(
  plan: SystemPlan,
  analysis: SystemAnalysis,
  { id, path }: NodeModel,
): readonly ExplainedValue[] {
  const drain = plan.services.get(path)?.workload.drain;
  const budget = analysis.drainOf(id);
  if (drain === undefined || budget === undefined) return [];
  const partsOf = ({ parts }: typeof drain.preStop): string =>
    parts.map(({ what, seconds, from }) => `${what} ${seconds}s (${from})`).join(', ') ||
    'computed';
  return [
    ...valueOf('pre-stop', `${drain.preStop.seconds}s`, partsOf(drain.preStop)),
    ...valueOf('proxy drains', `${drain.proxyDrain.seconds}s`, partsOf(drain.proxyDrain)),
    ...valueOf('grace period', sumText(drain.gracePeriod), partsOf(drain.gracePeriod)),
    ...valueOf(
      'to spare',
      istioDuration(budget.marginMs),
      `beyond ${istioDuration(budget.neededMs)} of pre-stop and the longest request${budget.longestCall ? `, ${budget.longestCall.id}` : ''}`,
    ),
  ];
}
