import type { SystemPlan } from '../../system/plan';
import type { RoutePlan } from '../../traffic/plan-routes';
import type { DestinationPlan } from '../../traffic/plan-split';
import { numberOf, structureOf } from '../analysis/structure';
import { retriesOf } from '../analysis/tries';
import type { RetriesModel } from '../model';
import { modelRetries } from '../model-edge';
import { destinationTowards, ejectionOf, modelOf, placeOf } from '../model-of';
import { absenceText, checkFailures } from './check-failures';
import { findCall, type AskedCall, type SimulationQuestion } from './question';
import { repeatRequests, type Ejection } from './repeated-requests';
import { authorize, findRoute, type AuthorizationVerdict, type SimulatedRequest } from './request';
import { answerOf, disturb, hostsOf, type Disturbance } from './serve';
import { SimulationError } from './simulation-error';
import { hasFailed, type SimulatedTry, type TriedCall } from './tries';

/** What becomes of a simulated request, or of a connection where a port carries no requests. */
export interface SimulationResult {
  /** Undefined for a connection. */
  readonly request: SimulatedRequest | undefined;
  readonly port: number;
  /** Undefined where no route takes the request, or the port carries none. */
  readonly route: string | undefined;
  /** The version that it goes to, where there are several: the one with the largest share. */
  readonly subset: string | undefined;
  readonly shares: readonly { readonly subset: string | undefined; readonly percent: number }[];
  readonly authorization: AuthorizationVerdict;
  /** What the caller may ask: operations with their requests. */
  readonly declared: readonly string[];
  readonly tries: readonly SimulatedTry[];
  /** Hosts that are taken out of rotation if such requests go on, one after the other. */
  readonly ejections: readonly Ejection[];
  /** Undefined for a connection, which has none. */
  readonly status: number | undefined;
  /** Whether the answer is below 400, or the connection is made. */
  readonly isServed: boolean;
  readonly ms: number;
}

const FORBIDDEN = 403;
const NO_ROUTE = 404;

/** Follows one request through the plan, with all chance against it: the worst hosts first, the longest pauses. */
export function simulate(plan: SystemPlan, question: SimulationQuestion): SimulationResult {
  const model = modelOf(plan);
  const structure = structureOf(model);
  const { from, to, failures } = question;
  for (const id of [from, to]) {
    if (!structure.numberOf.has(id)) throw new SimulationError(absenceText(structure, id));
  }
  const call = findCall(plan, model, question);
  checkFailures(structure, { from, to, failures });
  const { edge, port, request, declared } = call;
  const { caller } = edge.planned;
  const route = routeOf(plan, call);
  const destinations = destinationsOf(plan, call, route);
  const subset = likeliest(destinations)?.subset;
  const authorization = authorizationOf(plan, call);
  const what = {
    request,
    port: port.number,
    route: route?.name,
    subset,
    shares: sharesOf(destinations),
    authorization,
    declared,
  };
  const unsent = { ...what, tries: [], ejections: [], isServed: false, ms: 0 };
  // inside the mesh a last route takes what nobody declares; a gateway has none
  if (route === undefined && caller.kind === 'gateway') return { ...unsent, status: NO_ROUTE };
  if (!authorization.isAllowed) return { ...unsent, status: request && FORBIDDEN };
  const disturbance = disturb(structure, failures);
  const towards = destinationTowards(plan, edge.planned);
  const policy = towards?.subsets.find(({ name }) => name === subset)?.policy ?? towards?.policy;
  const { first, ejections } = repeatRequests(triedCall(plan, disturbance, { call, route }), {
    hosts: hostsOf(disturbance, numberOf(structure, to), subset),
    ejection: ejectionOf(policy),
  });
  const isServed = !hasFailed(first) && (first.status ?? 0) < 400;
  return { ...what, ...first, ejections, isServed };
}

interface RoutedCall {
  readonly call: AskedCall;
  readonly route: RoutePlan | undefined;
}

function triedCall(
  plan: SystemPlan,
  disturbance: Disturbance,
  { call, route }: RoutedCall,
): TriedCall {
  const { model } = call.edge;
  const carriesRequests = call.request !== undefined;
  return {
    carriesRequests,
    retries: carriesRequests ? policyOf(plan, call, route) : undefined,
    clientRetries: model.clientRetries,
    deadlineMs: carriesRequests ? (route?.timeoutMs ?? model.deadline?.ms ?? Infinity) : Infinity,
    connectTimeoutMs: model.connectTimeoutMs,
    answer: answerOf(disturbance, numberOf(disturbance.structure, model.to)),
  };
}

function policyOf(
  plan: SystemPlan,
  { edge }: AskedCall,
  route: RoutePlan | undefined,
): RetriesModel | undefined {
  if (route === undefined) return retriesOf(edge.model);
  const towards = destinationTowards(plan, edge.planned);
  const isOnlyDestination = route.destinations.length === 1;
  return modelRetries(route.retries, { towards, isOnlyDestination });
}

/** The route that the caller's proxy finds; undefined where it has none, or finds none. */
function routeOf(plan: SystemPlan, { edge, request }: AskedCall): RoutePlan | undefined {
  const { caller, target } = edge.planned;
  if (request === undefined) return undefined;
  if (caller.kind === 'gateway') {
    return findRoute(plan.gateways.get(caller.path ?? '')?.routes ?? [], request, caller);
  }
  if (caller.principal === undefined) return undefined;
  const owner = plan.services.get(target.path) ?? plan.externals.get(target.path);
  return findRoute(owner?.routing?.http ?? [], request, caller);
}

function destinationsOf(
  plan: SystemPlan,
  { edge, request, port }: AskedCall,
  route: RoutePlan | undefined,
): readonly DestinationPlan[] {
  if (request !== undefined) return route?.destinations ?? [];
  const routing = plan.services.get(edge.planned.target.path)?.routing;
  return routing?.tcp.find((each) => each.port === port.number)?.destinations ?? [];
}

function authorizationOf(
  plan: SystemPlan,
  { edge, request, port }: AskedCall,
): AuthorizationVerdict {
  const { caller, target } = edge.planned;
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
