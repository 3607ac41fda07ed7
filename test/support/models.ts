import type {
  EdgeModel,
  EjectionModel,
  NodeModel,
  RetriesModel,
  SystemModel,
} from '../../lib/graph/model';

/** A service called `id`, of which nothing special is known. */
export function aNode(id: string, overrides: Partial<NodeModel> = {}): NodeModel {
  return {
    id,
    kind: 'service',
    path: `chart/${id}`,
    name: id,
    namespace: 'shop',
    hasPorts: true,
    operations: [],
    ownTime: { ms: 0, origin: 'mesh' },
    criticality: undefined,
    objectives: { availabilityPercent: undefined, latencies: [] },
    residency: undefined,
    places: undefined,
    pods: [],
    endpoints: undefined,
    evictable: 1,
    drain: undefined,
    ...overrides,
  };
}

/** Five failures in a row eject a pod of three for half a minute. */
export function anEjection(overrides: Partial<EjectionModel> = {}): EjectionModel {
  return {
    maxEjectionPercent: 34,
    baseEjectionTimeMs: 30_000,
    consecutive5xxErrors: 5,
    consecutiveGatewayErrors: undefined,
    consecutiveLocalOriginFailures: undefined,
    ...overrides,
  };
}

/** Retries after every kind of failure. */
export function retries(attempts: number, overrides: Partial<RetriesModel> = {}): RetriesModel {
  return {
    attempts,
    perTryTimeoutMs: undefined,
    retryOn: ['503', 'connect-failure', 'refused-stream', 'reset'],
    backoffMs: 25,
    avoidsTriedHosts: true,
    ...overrides,
  };
}

/** Retries of a call that must not arrive twice. */
export function retriesIfUnreached(attempts: number): RetriesModel {
  return retries(attempts, { retryOn: ['connect-failure', 'refused-stream'] });
}

/** A call with two retries after every kind of failure, and no deadline. */
export function anEdge(from: string, to: string, overrides: Partial<EdgeModel> = {}): EdgeModel {
  return {
    id: `${from}→${to}`,
    path: `chart/${from}`,
    prop: `calls(${to})`,
    from,
    to,
    operation: undefined,
    carriesRequests: true,
    mayCarryGrpc: true,
    isEnforced: true,
    times: 1,
    parallelGroup: undefined,
    fallback: undefined,
    clientRetries: 0,
    deadline: undefined,
    retries: retries(2),
    retryBudget: undefined,
    connectTimeoutMs: 0,
    clientLimit: undefined,
    load: undefined,
    ...overrides,
  };
}

/** The system of these calls, with a node for each end; `nodes` says what is special about some. */
export function aModel(
  edges: readonly EdgeModel[],
  nodes: Readonly<Record<string, Partial<NodeModel>>> = {},
  overrides: Partial<SystemModel> = {},
): SystemModel {
  const ids = [...Object.keys(nodes), ...edges.flatMap(({ from, to }) => [from, to])];
  return {
    nodes: [...new Set(ids)].map((id) => aNode(id, nodes[id])),
    edges,
    zones: [],
    limits: { amplification: 27, depth: 10, fanOut: 10 },
    ...overrides,
  };
}
