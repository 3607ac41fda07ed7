import { destinationTowards, modelOf } from '../graph/model-of';
import type { EdgeModel } from '../graph/model';
import type { EdgePlan } from '../graph/edge';
import type { SystemPlan } from '../system/plan';
import { originText } from '../traffic/layers';
import type { DestinationRulePlan } from '../traffic/plan-destination';
import { istioDuration } from '../values/duration';
import type { ExplainedValue } from './explain';

/** A call, and every value of its policy with who said so. */
export interface ExplainedEdge {
  readonly edge: EdgeModel;
  readonly origins: readonly ExplainedValue[];
}

/** Every call between two nodes, by id; with its policy explained. */
export function explainedEdges(
  plan: SystemPlan,
  from: string,
  to: string,
): readonly ExplainedEdge[] {
  return modelOf(plan).edges.flatMap((edge, index) => {
    const planned = plan.graph.edges[index];
    if (edge.from !== from || edge.to !== to || planned === undefined) return [];
    const towards = destinationTowards(plan, planned);
    return [{ edge, origins: [...ownValues(planned), ...(towards ? policyValues(towards) : [])] }];
  });
}

function ownValues({ deadline, retries, declaredRetries }: EdgePlan): ExplainedValue[] {
  return [
    ...(deadline === undefined
      ? []
      : [
          {
            name: 'timeout',
            value: istioDuration(deadline.ms),
            origin: `${originText(deadline.from)} (${deadline.origin})`,
          },
        ]),
    ...(retries === undefined
      ? []
      : [
          {
            name: 'retries',
            value: `${retries.attempts} after ${retries.retryOn.join(', ') || 'nothing'}`,
            origin: declaredRetries === undefined ? 'default' : originText(declaredRetries.origin),
          },
        ]),
  ];
}

function policyValues({ policy }: DestinationRulePlan): ExplainedValue[] {
  const { limits, connection, retryBudget, outlierDetection, origins } = policy;
  const values: Readonly<Record<string, string | undefined>> = {
    limits: `${limits.maxRequests} requests, ${limits.maxConnections} connections`,
    connectTimeout: istioDuration(connection.connectTimeoutMs),
    idleTimeout: istioDuration(connection.idleTimeoutMs),
    retryBudget: retryBudget?.kind === 'percent' ? `${retryBudget.percent} %` : retryBudget?.kind,
    maxEjectionPercent: outlierDetection && `${outlierDetection.maxEjectionPercent} %`,
    baseEjectionTime: outlierDetection && istioDuration(outlierDetection.baseEjectionTimeMs),
  };
  return Object.entries(values).flatMap(([name, value]) => {
    const origin = origins[name];
    return value === undefined
      ? []
      : [{ name, value, origin: origin === undefined ? 'default' : originText(origin) }];
  });
}
