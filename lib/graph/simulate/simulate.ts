import type { SystemPlan } from '../../system/plan';
import type { RoutePlan } from '../../traffic/plan-routes';
import type { DestinationPlan } from '../../traffic/plan-split';
import { at, structureOf } from '../analysis/structure';
import { retriesOf } from '../analysis/tries';
import type { EdgePlan } from '../edge';
import { modelOf, placeOf } from '../model-of';
import { pathText } from '../request-pattern';
import type { EdgeModel, SystemModel } from '../model';
import type { Failure } from './failure';
import {
  authorize,
  findRoute,
  fits,
  type AuthorizationVerdict,
  type SimulatedRequest,
} from './request';
import {
  answerOf,
  disturb,
  ejectionsOf,
  hostsOf,
  nodeNumber,
  versionOf,
  type Ejection,
} from './serve';
import { tryCall, type SimulatedTry } from './tries';

/** A request, and what is wrong when it is made. */
export interface SimulationQuestion {
  /** Ids of nodes: `namespace/name`. */
  readonly from: string;
  readonly to: string;
  readonly request: Omit<SimulatedRequest, 'port'> & { readonly port: number | undefined };
  readonly failures: readonly Failure[];
}

/** What becomes of a simulated request. */
export interface SimulationResult {
  /** Undefined where no route takes the request, or the port carries none. */
  readonly route: string | undefined;
  /** The version that it goes to, where there are several: the one with the largest share. */
  readonly subset: string | undefined;
  readonly shares: readonly { readonly subset: string | undefined; readonly percent: number }[];
  readonly authorization: AuthorizationVerdict;
  /** What the caller may ask: operations with their requests. */
  readonly declared: readonly string[];
  readonly tries: readonly SimulatedTry[];
  /** Hosts that are taken out of rotation if such requests go on. */
  readonly ejections: readonly Ejection[];
  readonly status: number;
  readonly ms: number;
}

/** A simulation that cannot be made; its message says why. */
export class SimulationError extends Error {}

const FORBIDDEN = 403;
const NO_ROUTE = 404;

/** Follows one request through the plan, with all chance against it: the worst hosts first, the longest pauses. */
export function simulate(plan: SystemPlan, question: SimulationQuestion): SimulationResult {
  const model = modelOf(plan);
  checkZones(model, question.failures);
  const { edge, request, declared } = findCall(plan, model, question);
  const route = findRoute(routesOf(plan, edge.planned), request, edge.planned.caller);
  const destination = route === undefined ? undefined : likeliest(route.destinations);
  const authorization = authorizationOf(plan, edge.planned, request);
  const what = {
    route: route?.name,
    subset: destination?.subset,
    shares: sharesOf(route?.destinations ?? []),
    authorization,
    declared,
  };
  const unsent = { ...what, tries: [], ejections: [], ms: 0 };
  // inside the mesh a last route takes what nobody declares; a gateway has none
  if (route === undefined && edge.planned.caller.kind === 'gateway') {
    return { ...unsent, status: NO_ROUTE };
  }
  if (!authorization.isAllowed) return { ...unsent, status: FORBIDDEN };
  const disturbance = disturb(structureOf(model), question.failures);
  const to = nodeNumber(disturbance, question.to);
  const version = versionOf(at(disturbance.structure.nodes, to), destination?.subset);
  const hosts = hostsOf(disturbance, to, version);
  const answer = tryCall({
    retries: route?.retries ?? retriesOf(edge.model),
    deadlineMs: route?.timeoutMs ?? edge.model.deadline?.ms ?? Infinity,
    connectTimeoutMs: edge.model.connectTimeoutMs,
    hosts,
    answer: answerOf(disturbance, to),
  });
  return { ...what, ...answer, ejections: ejectionsOf(hosts, version) };
}

interface FoundCall {
  readonly edge: { readonly planned: EdgePlan; readonly model: EdgeModel };
  readonly request: SimulatedRequest;
  readonly declared: readonly string[];
}

/** A zone that nobody names is never lost, which would be a wrong answer to a mistyped question. */
function checkZones({ zones, nodes }: SystemModel, failures: readonly Failure[]): void {
  const named = nodes.flatMap(({ places }) => (places?.kind === 'zones' ? places.names : []));
  const known = [...new Set([...zones.map(({ zone }) => zone), ...named])].sort();
  for (const failure of failures) {
    if (failure.kind !== 'zone-lost' || known.includes(failure.zone)) continue;
    const there = known.length === 0 ? 'the mesh names none' : `there are ${known.join(', ')}`;
    throw new SimulationError(`there is no zone ${failure.zone}; ${there}`);
  }
}

/** The declared call that the request belongs to; else any between the two, for its ends. */
function findCall(
  plan: SystemPlan,
  model: SystemModel,
  { from, to, request }: SimulationQuestion,
): FoundCall {
  const between = model.edges.flatMap((edge, index) => {
    const planned = plan.graph.edges[index];
    return edge.from === from && edge.to === to && planned !== undefined
      ? [{ planned, model: edge }]
      : [];
  });
  const fitting = between.find(({ planned }) => {
    const port = request.port ?? planned.port.number;
    return (
      planned.port.number === port &&
      (planned.request === undefined || fits(planned.request, { ...request, port }))
    );
  });
  const edge = fitting ?? between[0];
  if (edge === undefined) throw new SimulationError(`${from} does not call ${to}`);
  return {
    edge,
    request: { ...request, port: request.port ?? edge.planned.port.number },
    declared: between.map(({ planned }) => declaredText(planned)),
  };
}

function declaredText({ operation, request }: EdgePlan): string {
  if (request === undefined) return 'any request';
  const asked = `${request.methods.join(',') || 'any method'} ${pathText(request.path)}`;
  return operation === undefined ? asked : `${operation}: ${asked}`;
}

function routesOf(plan: SystemPlan, { caller, target }: EdgePlan): readonly RoutePlan[] {
  if (caller.kind === 'gateway') return plan.gateways.get(caller.path ?? '')?.routes ?? [];
  const owner = plan.services.get(target.path) ?? plan.externals.get(target.path);
  return owner?.routing?.http ?? [];
}

function authorizationOf(
  plan: SystemPlan,
  { caller, target, port }: EdgePlan,
  request: SimulatedRequest,
): AuthorizationVerdict {
  const service = plan.services.get(target.path);
  if (service === undefined) {
    return { isAllowed: true, reason: `${placeOf(target)} is not ours to guard` };
  }
  return authorize(service.authorization, request, { caller, targetPort: port.targetPort });
}

function likeliest(destinations: readonly DestinationPlan[]): DestinationPlan | undefined {
  return [...destinations].sort((a, b) => (b.weight ?? 100) - (a.weight ?? 100))[0];
}

function sharesOf(destinations: readonly DestinationPlan[]): SimulationResult['shares'] {
  return destinations.map(({ subset, weight }) => ({ subset, percent: weight ?? 100 }));
}
