import type { RouteMatchPlan, RoutePlan } from '../../traffic/plan-routes';
import type { AuthorizationPlan, PermissionPlan } from '../../security/plan-authorization';
import type { CallerPlan, RequestCondition } from '../edge';
import { uriMatch, type RequestPattern } from '../request-pattern';

/** A request as it is sent. */
export interface SimulatedRequest {
  readonly method: string;
  /** With its query, if any. */
  readonly path: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** The port of the callee that is called. */
  readonly port: number;
}

/** The first route that takes the request, as Istio looks for it; undefined where none does. */
export function findRoute(
  routes: readonly RoutePlan[],
  request: SimulatedRequest,
  caller: CallerPlan,
): RoutePlan | undefined {
  return routes.find(({ match }) => takes(match, request, caller));
}

function takes(match: RouteMatchPlan, request: SimulatedRequest, caller: CallerPlan): boolean {
  const { source, port, conditions } = match;
  const comesFrom =
    source === undefined ||
    (source.namespace === caller.namespace &&
      Object.entries(source.labels).every(([key, value]) => caller.podLabels[key] === value));
  return (
    comesFrom &&
    (port === undefined || port === request.port) &&
    (match.request === undefined || fits(match.request, request)) &&
    conditions.every((condition) => holds(condition, request))
  );
}

/** Whether the request is one of the pattern. */
export function fits(
  { methods, path }: RequestPattern,
  request: Pick<SimulatedRequest, 'method' | 'path'>,
): boolean {
  if (methods.length > 0 && !methods.includes(request.method)) return false;
  const [asked = ''] = request.path.split('?');
  const uri = uriMatch(path);
  if ('exact' in uri) return asked === uri.exact;
  if ('prefix' in uri) return asked.startsWith(uri.prefix);
  return new RegExp(`^(?:${uri.regex})$`).test(asked);
}

/** Whether the request has the header or query parameter that is asked for. */
export function holds(
  { subject, name, comparison }: RequestCondition,
  request: Pick<SimulatedRequest, 'path' | 'headers'>,
): boolean {
  const value = subject === 'header' ? request.headers[name] : queryOf(request.path, name);
  if (value === undefined) return false;
  if (comparison.kind === 'present') return true;
  if (comparison.kind === 'exact') return value === comparison.value;
  if (comparison.kind === 'prefix') return value.startsWith(comparison.value);
  return new RegExp(`^(?:${comparison.value})$`).test(value);
}

function queryOf(path: string, name: string): string | undefined {
  const [, query = ''] = path.split('?');
  return new URLSearchParams(query).get(name) ?? undefined;
}

/** Whether the callee's proxy lets the request in, and why. */
export interface AuthorizationVerdict {
  readonly isAllowed: boolean;
  readonly reason: string;
}

/**
 * What the callee's AuthorizationPolicy says; `targetPort` is the container's. Without a request it is about a
 * connection.
 */
export function authorize(
  { admissions }: AuthorizationPlan,
  request: SimulatedRequest | undefined,
  { caller, targetPort }: { readonly caller: CallerPlan; readonly targetPort: number },
): AuthorizationVerdict {
  const who = caller.principal ?? 'a caller without identity';
  const admission = admissions.find(({ principal }) => principal === caller.principal);
  if (admission === undefined) return { isAllowed: false, reason: `nothing admits ${who}` };
  const isAllowed = admission.permissions.some((permission) =>
    permits(permission, request, targetPort),
  );
  const what =
    request === undefined
      ? `connect to ${targetPort}`
      : `${request.method} ${request.path} on ${targetPort}`;
  return { isAllowed, reason: `${who} may ${isAllowed ? '' : 'not '}${what}` };
}

function permits(
  { port, methods, paths }: PermissionPlan,
  request: SimulatedRequest | undefined,
  targetPort: number,
): boolean {
  if (request === undefined) return port === targetPort;
  const { method, path } = request;
  const [asked = ''] = path.split('?');
  return (
    port === targetPort &&
    (methods.length === 0 || methods.includes(method)) &&
    (paths.length === 0 || paths.some((pattern) => fitsAuthorizationPath(pattern, asked)))
  );
}

/** AuthorizationPolicy's `paths`: `{*}` is one segment, `{**}` any number of them, a last `*` any ending. */
function fitsAuthorizationPath(pattern: string, path: string): boolean {
  if (!pattern.includes('{')) {
    return pattern.endsWith('*') ? path.startsWith(pattern.slice(0, -1)) : path === pattern;
  }
  const source = pattern
    .split(/(\{\*\*?\})/)
    .map((part) => {
      if (part === '{*}') return '[^/]+';
      return part === '{**}' ? '.*' : part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
    })
    .join('');
  return new RegExp(`^${source}$`).test(path);
}
