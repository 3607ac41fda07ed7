import type { IPodSpec } from 'kubernetes-models/v1/PodSpec' with { 'resolution-mode': 'import' };
import { TOPOLOGY } from '../conventions/labels';
import type { VersionPlan, WorkloadPlan } from './plan';

type Constraint = NonNullable<IPodSpec['topologySpreadConstraints']>[number];

/** Where the pods of one version may run, and how far apart. */
export function renderSpread(
  { spread }: WorkloadPlan,
  { selector }: VersionPlan,
): Pick<IPodSpec, 'affinity' | 'topologySpreadConstraints'> {
  const counted = {
    maxSkew: 1,
    labelSelector: { matchLabels: { ...selector } },
    ...(spread.revisionLabel !== undefined && { matchLabelKeys: [spread.revisionLabel] }),
  };
  const zones: Constraint = {
    topologyKey: TOPOLOGY.zone,
    ...(spread.areZonesRequired
      ? {
          whenUnsatisfiable: 'DoNotSchedule',
          // a zone whose nodes are all tainted, as those that are out of reach, is none to wait for
          nodeTaintsPolicy: 'Honor',
          ...(spread.minZones !== undefined && { minDomains: spread.minZones }),
        }
      : { whenUnsatisfiable: 'ScheduleAnyway' }),
    ...counted,
  };
  const nodes: Constraint = {
    topologyKey: TOPOLOGY.host,
    whenUnsatisfiable: 'ScheduleAnyway',
    ...counted,
  };
  return {
    topologySpreadConstraints: [zones, nodes],
    ...(spread.zones.length > 0 && { affinity: renderZones(spread.zones) }),
  };
}

function renderZones(zones: readonly string[]): NonNullable<IPodSpec['affinity']> {
  const isThere = { key: TOPOLOGY.zone, operator: 'In' as const, values: [...zones] };
  return {
    nodeAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: {
        nodeSelectorTerms: [{ matchExpressions: [isThere] }],
      },
    },
  };
}
