import type { SystemPlan } from '../../system/plan';
import { compareEdges } from '../../traffic/plan-routes';
import type { PortDeclaration } from '../../workload/declaration';
import type { EdgePlan } from '../edge';
import type { EdgeModel, SystemModel } from '../model';
import { exampleOf, pathText } from '../request-pattern';
import { portsText, type TargetPlan } from '../target';
import type { Failure } from './failure';
import { fits, holds, type SimulatedRequest } from './request';
import { SimulationError } from './simulation-error';

/** A request, and what is wrong when it is made. */
export interface SimulationQuestion {
  /** Ids of nodes: `namespace/name`. */
  readonly from: string;
  readonly to: string;
  readonly request: AskedRequest;
  readonly failures: readonly Failure[];
}

/** As much of a request as somebody cares to say. */
export interface AskedRequest {
  /** The name of an operation of the callee, whose method and path are the request's. */
  readonly operation?: string | undefined;
  /** Undefined for that of the operation, else GET. */
  readonly method?: string | undefined;
  /** With its query, if any; undefined for one of the operation, else /. */
  readonly path?: string | undefined;
  /** Names in lower case. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Undefined for the port of the call that it belongs to. */
  readonly port?: number | undefined;
}

/** The declared call that a question is about. */
export interface AskedCall {
  readonly edge: PlannedEdge;
  /** The port that is asked, which may be one that nobody declared a call to. */
  readonly port: PortDeclaration;
  /** Undefined where the port carries no requests. */
  readonly request: SimulatedRequest | undefined;
  /** What the caller may ask: operations with their requests. */
  readonly declared: readonly string[];
}

/** A call as it is planned, and as the analyses see it. */
export interface PlannedEdge {
  readonly planned: EdgePlan;
  readonly model: EdgeModel;
}

/** The declared call that the request belongs to; else any between the two, for its ends. Throws where there is none. */
export function findCall(
  plan: SystemPlan,
  model: SystemModel,
  { from, to, request: asked }: SimulationQuestion,
): AskedCall {
  const between = edgesBetween(plan, model, { from, to });
  const [first] = between;
  if (first === undefined) throw new SimulationError(`${from} does not call ${to}`);
  const { target } = first.planned;
  const wanted = asked.port === undefined ? undefined : portNumbered(target, to, asked.port);
  const request = requestOf(target, to, asked);
  const edge =
    between.find(({ planned }) => {
      const { port } = planned;
      if (port !== (wanted ?? port)) return false;
      return port.family === 'http' ? takes(planned, request) : !isGiven(asked);
    }) ?? first;
  const port = wanted ?? edge.planned.port;
  if (port.family !== 'http' && isGiven(asked)) {
    throw new SimulationError(
      `port ${port.number} of ${to} carries no requests: leave operation, method, path and headers out`,
    );
  }
  return {
    edge,
    port,
    request: port.family === 'http' ? { ...request, port: port.number } : undefined,
    declared: between.map(({ planned }) => declaredText(planned)),
  };
}

/** Those that carry requests first, the most specific before the others. */
function edgesBetween(
  plan: SystemPlan,
  model: SystemModel,
  { from, to }: Pick<SimulationQuestion, 'from' | 'to'>,
): readonly PlannedEdge[] {
  return model.edges
    .flatMap((edge, index) => {
      const planned = plan.graph.edges[index];
      return edge.from === from && edge.to === to && planned !== undefined
        ? [{ planned, model: edge }]
        : [];
    })
    .sort(
      (a, b) =>
        Number(b.model.carriesRequests) - Number(a.model.carriesRequests) ||
        compareEdges(a.planned, b.planned),
    );
}

function portNumbered(target: TargetPlan, id: string, number: number): PortDeclaration {
  const found = target.ports.find((port) => port.number === number);
  if (found !== undefined) return found;
  throw new SimulationError(`${id} has no port ${number}; there are ${portsText(target)}`);
}

/** Whether anything is said that only a request can have. */
function isGiven({ operation, method, path, headers = {} }: AskedRequest): boolean {
  return (
    [operation, method, path].some((each) => each !== undefined) || Object.keys(headers).length > 0
  );
}

/** A request that the operation takes, where one is named; any other begins as `GET /`. */
function requestOf(
  { operations }: TargetPlan,
  id: string,
  { operation, method, path, headers = {} }: AskedRequest,
): Omit<SimulatedRequest, 'port'> {
  const found = operations.find(({ name }) => name === operation);
  if (operation !== undefined && found === undefined) {
    const known = operations.map(({ name }) => name).join(', ') || 'none';
    throw new SimulationError(`${id} has no operation ${operation}; there are ${known}`);
  }
  const example = found === undefined ? { method: 'GET', path: '/' } : exampleOf(found.request);
  return { method: method ?? example.method, path: path ?? example.path, headers };
}

function takes(
  { request: pattern, condition }: EdgePlan,
  request: Omit<SimulatedRequest, 'port'>,
): boolean {
  return (
    (pattern === undefined || fits(pattern, request)) &&
    (condition === undefined || holds(condition, request))
  );
}

function declaredText({ operation, request, port }: EdgePlan): string {
  if (port.family !== 'http') return `connections to ${port.number}`;
  if (request === undefined) return 'any request';
  const asked = `${request.methods.join(',') || 'any method'} ${pathText(request.path)}`;
  return operation === undefined ? asked : `${operation}: ${asked}`;
}
