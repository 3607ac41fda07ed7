import type { HttpMatch, StaticMatch, StringMatch, StringMatches } from './istio';
import { hasLabels } from './labels';
import { barePath, matchesRegex } from './patterns';
import { headerOf, queryParameterOf } from './requests';
import type { HttpRequest } from './requests';
import { resolveGateway } from './virtual-services';
import type { Proxy } from './virtual-services';

/** Where a route is configured: on a proxy's port, by a VirtualService of a namespace. */
export interface Listening {
  readonly proxy: Proxy;
  readonly port: number;
  readonly owner: string;
}

// `gateways` in a match silences sourceLabels and sourceNamespace
// (istio: pilot/pkg/networking/core/route/route.go, sourceMatchHTTP).
export function isHttpMatchFor(match: StaticMatch | undefined, where: Listening): boolean {
  if (match === undefined) return true;
  const { gateways = [] } = match;
  if (!isPortMatch(match, where)) return false;
  return gateways.length > 0 ? isGatewayMatch(match, where) : isSourceMatch(match, where);
}

/** istio: pilot/pkg/networking/core/tls.go, matchTCP and matchTLS. */
export function isLayer4MatchFor(match: StaticMatch | undefined, where: Listening): boolean {
  if (match === undefined) return true;
  const { gateways = [] } = match;
  return (
    isPortMatch(match, where) &&
    isSourceMatch(match, where) &&
    (gateways.length === 0 || isGatewayMatch(match, where))
  );
}

function isPortMatch(match: StaticMatch, { port }: Listening): boolean {
  return match.port === undefined || match.port === port;
}

function isSourceMatch(match: StaticMatch, { proxy }: Listening): boolean {
  return (
    hasLabels(proxy.labels, match.sourceLabels) &&
    (!match.sourceNamespace || match.sourceNamespace === proxy.namespace)
  );
}

function isGatewayMatch(match: StaticMatch, { proxy, owner }: Listening): boolean {
  return (match.gateways ?? []).some((name) => resolveGateway(name, owner) === proxy.gateway);
}

/** The part of a match that the proxy decides for each request. */
export function matchesRequest(match: HttpMatch | undefined, request: HttpRequest): boolean {
  if (match === undefined) return true;
  refuseUnknown(match);
  return (
    matchesUri(match, request.path) &&
    (match.method === undefined || matchesString(match.method, request.method)) &&
    (match.authority === undefined || matchesString(match.authority, request.authority)) &&
    (match.scheme === undefined || matchesString(match.scheme, request.scheme ?? 'http')) &&
    all(match.headers, (name, wanted) => matchesString(wanted, headerOf(request, name))) &&
    all(match.withoutHeaders, (name, unwanted) => isWithout(unwanted, headerOf(request, name))) &&
    all(match.queryParams, (name, wanted) => matchesString(wanted, queryParameterOf(request, name)))
  );
}

/** Whether nothing that a request brings can escape the match (IsCatchAllRoute, same file). */
export function isCatchAll(match: HttpMatch | undefined): boolean {
  const { uri, method, authority, scheme, headers, withoutHeaders, queryParams } = match ?? {};
  const named = [headers, withoutHeaders, queryParams].flatMap((all) => Object.values(all ?? {}));
  const isAnyPath = uri === undefined || uri.prefix === '/' || uri.regex === '.*';
  return isAnyPath && [method, authority, scheme, ...named].every((one) => one === undefined);
}

// A misspelt or new field must not pass for "matches anything".
const MATCH_FIELDS = new Set(
  'name uri ignoreUriCase scheme method authority headers withoutHeaders queryParams'
    .split(' ')
    .concat('port', 'sourceLabels', 'sourceNamespace', 'gateways', 'statPrefix'),
);

function refuseUnknown(match: HttpMatch): void {
  const unknown = Object.keys(match).filter((field) => !MATCH_FIELDS.has(field));
  const claims = Object.keys({ ...match.headers, ...match.withoutHeaders }).filter((name) =>
    name.startsWith('@'),
  );
  const [first] = [...unknown, ...claims];
  if (first !== undefined) throw new Error(`a route match on ${first} is not evaluated`);
}

function matchesUri({ uri, ignoreUriCase }: HttpMatch, path: string): boolean {
  if (uri === undefined) return true;
  const bare = barePath(path);
  if (!ignoreUriCase || uri.regex !== undefined) return matchesString(uri, bare);
  const lower = { exact: uri.exact?.toLowerCase(), prefix: uri.prefix?.toLowerCase() };
  return matchesString(lower, bare.toLowerCase());
}

// A match without a value asks for presence, and so does the regex `*`
// (istio: pilot/pkg/networking/core/route/route.go, canBeConvertedToPresentMatch).
function asksPresence({ exact, prefix, regex }: StringMatch): boolean {
  return regex === '*' || (exact ?? prefix ?? regex) === undefined;
}

function matchesString(match: StringMatch, value: string | undefined): boolean {
  if (value === undefined) return false;
  if (asksPresence(match)) return true;
  if (match.exact !== undefined) return value === match.exact;
  if (match.prefix !== undefined) return value.startsWith(match.prefix);
  return matchesRegex(match.regex ?? '', value);
}

// A missing header counts as empty, unless presence is asked
// (istio: pilot/pkg/networking/core/route/route.go, TranslateRouteMatch).
function isWithout(unwanted: StringMatch, value: string | undefined): boolean {
  return asksPresence(unwanted) ? value === undefined : !matchesString(unwanted, value ?? '');
}

function all(
  matches: StringMatches | undefined,
  holds: (name: string, match: StringMatch) => boolean,
): boolean {
  return Object.entries(matches ?? {}).every(([name, match]) => holds(name, match));
}
