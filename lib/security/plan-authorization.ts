import type { EdgePlan } from '../graph/edge';
import { groupBy } from '../values/group-by';
import { authorizationPath, type RequestPattern } from '../graph/request-pattern';

/** What a caller may do on one port. */
export interface PermissionPlan {
  /** The port that the container listens on: what the server's proxy sees. */
  readonly port: number;
  /** Any when empty. */
  readonly methods: readonly string[];
  /** Any when empty. */
  readonly paths: readonly string[];
}

/** One caller and what it may do. */
export interface AdmissionPlan {
  /** Undefined for plain text. */
  readonly principal: string | undefined;
  readonly permissions: readonly PermissionPlan[];
}

/** Who may call a workload. Nobody where there is no admission. */
export interface AuthorizationPlan {
  readonly admissions: readonly AdmissionPlan[];
}

/** Exactly the declared callers, with exactly the declared requests. */
export function planAuthorization(edges: readonly EdgePlan[]): AuthorizationPlan {
  const byPrincipal = groupBy(edges, ({ caller }) => caller.principal ?? '');
  const admissions = [...byPrincipal.keys()].sort().map((key) => ({
    principal: key === '' ? undefined : key,
    permissions: permissionsOf(byPrincipal.get(key) ?? []),
  }));
  return { admissions };
}

function permissionsOf(edges: readonly EdgePlan[]): readonly PermissionPlan[] {
  const byText = new Map(
    edges.map((edge) => {
      const permission = permissionOf(edge.port.targetPort, edge.request);
      return [JSON.stringify(permission), permission];
    }),
  );
  return [...byText.keys()].sort().flatMap((text) => byText.get(text) ?? []);
}

function permissionOf(port: number, request: RequestPattern | undefined): PermissionPlan {
  if (request === undefined) return { port, methods: [], paths: [] };
  const isAnyPath = request.path.isOpen && request.path.segments.length === 0;
  return {
    port,
    methods: request.methods,
    paths: isAnyPath ? [] : [authorizationPath(request.path)],
  };
}
