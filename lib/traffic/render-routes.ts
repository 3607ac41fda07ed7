import type { IVirtualService } from '@kubernetes-models/istio/networking.istio.io/v1/VirtualService' with {
  'resolution-mode': 'import',
};
import type { RequestCondition } from '../graph/edge';
import { uriMatch } from '../graph/request-pattern';
import { istioDuration } from '../values/duration';
import type { RetryPlan } from './plan-retries';
import type { RouteMatchPlan, RoutePlan, RoutingPlan } from './plan-routes';
import type { CookiePlan, DestinationPlan } from './plan-split';

type Spec = NonNullable<IVirtualService['spec']>;
type HttpRoute = NonNullable<Spec['http']>[number];
type HttpMatch = NonNullable<HttpRoute['match']>[number];
type Destination = NonNullable<HttpRoute['route']>[number];
type Text = NonNullable<HttpMatch['headers']>[string];

/** The VirtualService of a host, for every proxy in the mesh. */
export function renderRouting(
  { host, http, tcp }: RoutingPlan,
  exportTo?: readonly string[],
): Spec {
  return {
    hosts: [host],
    ...(exportTo && { exportTo: [...exportTo] }),
    ...(http.length > 0 && { http: http.map(renderRoute) }),
    ...(tcp.length > 0 && {
      tcp: tcp.map(({ port, destinations }) => ({
        match: [{ port }],
        route: destinations.map(renderDestination),
      })),
    }),
  };
}

/** One HTTP route. */
export function renderRoute(route: RoutePlan): HttpRoute {
  const match = renderMatch(route.match);
  return {
    name: route.name,
    ...(Object.keys(match).length > 0 && { match: [match] }),
    ...(route.delegate === undefined
      ? { route: route.destinations.map(renderDestination) }
      : { delegate: { ...route.delegate } }),
    ...(route.mirror && {
      mirrors: [
        {
          destination: renderDestination(route.mirror.destination).destination,
          percentage: { value: route.mirror.percent },
        },
      ],
    }),
    timeout: istioDuration(route.timeoutMs),
    retries: renderRetries(route.retries),
  };
}

function renderMatch({ source, port, request, conditions }: RouteMatchPlan): HttpMatch {
  const headers = conditions.filter(({ subject }) => subject === 'header');
  const parameters = conditions.filter(({ subject }) => subject === 'queryParameter');
  return {
    ...(source && { sourceNamespace: source.namespace, sourceLabels: { ...source.labels } }),
    ...(port !== undefined && { port }),
    ...(request && request.methods.length > 0 && { method: renderMethods(request.methods) }),
    ...(request && { uri: uriMatch(request.path) }),
    ...(headers.length > 0 && { headers: renderConditions(headers) }),
    ...(parameters.length > 0 && { queryParams: renderConditions(parameters) }),
  };
}

function renderMethods(methods: readonly string[]): { exact: string } | { regex: string } {
  const [only] = methods;
  return methods.length === 1 && only !== undefined
    ? { exact: only }
    : { regex: methods.join('|') };
}

function renderConditions(conditions: readonly RequestCondition[]): Record<string, Text> {
  return Object.fromEntries(
    conditions.map(({ name, comparison }) => [
      name,
      // an empty match asks only whether the value is there
      comparison.kind === 'present' ? {} : { [comparison.kind]: comparison.value },
    ]),
  );
}

function renderDestination({ host, port, subset, weight, cookie }: DestinationPlan): Destination {
  return {
    destination: { host, port: { number: port }, ...(subset !== undefined && { subset }) },
    ...(weight !== undefined && { weight }),
    ...(cookie && { headers: { response: { add: { 'set-cookie': cookieText(cookie) } } } }),
  };
}

/** It is for no script, and for no other site. @see https://www.rfc-editor.org/rfc/rfc6265 */
function cookieText({ name, value, maxAgeSeconds }: CookiePlan): string {
  return `${name}=${value}; Max-Age=${maxAgeSeconds}; Path=/; HttpOnly; SameSite=Lax`;
}

/** Istio refuses any other field beside `attempts: 0`. */
function renderRetries(plan: RetryPlan): NonNullable<HttpRoute['retries']> {
  if (plan.attempts === 0) return { attempts: 0 };
  return {
    attempts: plan.attempts,
    ...(plan.perTryTimeoutMs !== undefined && {
      perTryTimeout: istioDuration(plan.perTryTimeoutMs),
    }),
    retryOn: plan.retryOn.join(','),
    backoff: istioDuration(plan.backoffMs),
    retryIgnorePreviousHosts: plan.retryIgnorePreviousHosts,
    retryRemoteLocalities: plan.retryRemoteLocalities,
  };
}
