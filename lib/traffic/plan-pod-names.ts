import type { EdgePlan } from '../graph/edge';
import type { TargetPlan } from '../graph/target';
import {
  planDestination,
  type DestinationQuestion,
  type DestinationRulePlan,
} from './plan-destination';
import { planRouting, type RoutingPlan } from './plan-routes';
import { ONLY_VERSION } from './plan-split';

/** How the pods of a stateful service reach each other by name. */
export interface PodNamesPlan {
  readonly routing: RoutingPlan;
  readonly destination: DestinationRulePlan;
}

/** What planning the routes between pods needs to know. */
export interface PodNamesQuestion {
  /** What the policy towards the service follows from. */
  readonly service: DestinationQuestion;
  /** Name and host of the headless Service. */
  readonly headless: Pick<TargetPlan, 'name' | 'host'>;
  readonly fallbackTimeoutMs: number;
}

/**
 * The routes of the calls that a stateful service makes to itself, on the host of its headless Service; without them,
 * whatever the mesh retries by default would be retried there.
 *
 * Istio gives the virtual host of a headless Service the domain `*.<host>` too, so that the routes of the host are
 * those of every pod's name: pilot/pkg/networking/core/httproute.go, generateVirtualHostDomains.
 */
export function planPodNames(question: PodNamesQuestion): PodNamesPlan {
  const { service, headless, fallbackTimeoutMs } = question;
  const target: TargetPlan = {
    ...service.target,
    ...headless,
    address: headless.host,
    // no Service translates the port of a pod's own address
    ports: service.target.ports.map((port) => ({ ...port, number: port.targetPort })),
  };
  const edges = service.edges.flatMap((edge) => ownEdge(edge, target));
  return {
    routing: planRouting({ target, traffic: ONLY_VERSION, edges, fallbackTimeoutMs }),
    destination: planDestination({ ...service, target }),
  };
}

/** A call of the service to itself, as its pods make it by name. */
function ownEdge(edge: EdgePlan, target: TargetPlan): readonly EdgePlan[] {
  const port = target.ports.find(({ targetPort }) => targetPort === edge.port.targetPort);
  return edge.caller.path === target.path && port !== undefined ? [{ ...edge, target, port }] : [];
}
