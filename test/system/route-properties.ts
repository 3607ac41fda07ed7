import type { Manifest } from '../../constructs/testing';
import { UNREACHED_CONDITIONS } from '../../lib/traffic/retries';
import {
  gatewayRoute,
  httpRoute,
  readManifests,
  select,
  type RouteSummary,
} from '../support/reach';
import type { Retries } from '../support/reach/istio';
import { PORT, serviceName, type OperationName, type RandomSystem } from './random-policies';

/** Routes without a deadline, by name. */
export function endlessRoutes(manifests: readonly Manifest[]): readonly string[] {
  return select(readManifests(manifests), 'VirtualService').flatMap(({ metadata, spec }) =>
    (spec.http ?? [])
      .filter(({ timeout }) => timeout === undefined || milliseconds(timeout) < 1)
      .map(({ name }) => `${metadata.name}: ${String(name)}`),
  );
}

interface SentOperation {
  readonly method: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Whether doing it twice does harm. */
  readonly isUnsafe: boolean;
}

const SENT: Readonly<Record<OperationName, readonly SentOperation[]>> = {
  list: [{ method: 'GET', path: '/items', isUnsafe: false }],
  replace: [{ method: 'PUT', path: '/items/7', isUnsafe: false }],
  charge: [
    { method: 'POST', path: '/charges', headers: { 'x-key': 'k7' }, isUnsafe: false },
    { method: 'POST', path: '/charges', isUnsafe: true },
  ],
  refund: [{ method: 'POST', path: '/refunds', isUnsafe: true }],
};
// a service as a whole counts as unsafe, whatever is asked of it
const WHOLE = Object.values(SENT)
  .flat()
  .map((request) => ({ ...request, isUnsafe: true }));

/** Requests whose routes repeat them although they may have been received, and that must arrive once at most. */
export function repeatedUnsafely(
  rendered: readonly Manifest[],
  { services, calls, exposed }: RandomSystem,
): readonly string[] {
  const manifests = readManifests(rendered);
  const hostOf = (index: number): string =>
    `${serviceName(index)}.${services[index]?.namespace ?? ''}.svc.cluster.local`;
  const inside = calls.flatMap(({ from, to, operations }) =>
    requestsOf(operations).map((request) => ({
      what: `${serviceName(from)} → ${serviceName(to)} ${request.method} ${request.path}`,
      request,
      route: httpRoute(
        manifests,
        {
          namespace: services[from]?.namespace ?? '',
          labels: { 'app.kubernetes.io/name': serviceName(from) },
        },
        { ...request, host: hostOf(to), port: PORT },
      ),
    })),
  );
  const outside = exposed
    .flatMap((name) => SENT[name])
    .map((request) => ({
      what: `gateway ${request.method} ${request.path}`,
      request,
      route: gatewayRoute(manifests, {
        ...request,
        gateway: 'shop/door',
        proxyNamespace: 'istio-system',
        host: 'shop.example.com',
        port: 443,
      }),
    }));
  return [...inside, ...outside].flatMap(({ what, request, route }) =>
    faultsOf(route, request).map((fault) => `${what}: ${fault}`),
  );
}

function requestsOf(operations: readonly OperationName[]): readonly SentOperation[] {
  return operations.length === 0 ? WHOLE : operations.flatMap((name) => SENT[name]);
}

function faultsOf(route: RouteSummary | undefined, { isUnsafe }: SentOperation): readonly string[] {
  if (route?.retries === undefined) return ['no route of ours'];
  if (!isUnsafe || route.retries.attempts === 0) return [];
  const { retryOn = 'the default' } = route.retries as Retries & { readonly retryOn?: string };
  return retryOn
    .split(',')
    .filter((condition) => !UNREACHED_CONDITIONS.some((harmless) => harmless === condition));
}

/** Routes whose tries and longest pauses do not fit their deadline, or of which one try is as long as all may be. */
export function overlongRoutes(manifests: readonly Manifest[]): readonly string[] {
  return select(readManifests(manifests), 'VirtualService').flatMap(({ metadata, spec }) =>
    (spec.http ?? [])
      .filter(({ timeout, retries }) => neededMs(retries) > milliseconds(timeout ?? '0ms'))
      .map(({ name }) => `${metadata.name}: ${String(name)}`),
  );
}

/** The longest that the tries of a route and the pauses between them may take. Envoy caps a pause at ten times the base. */
function neededMs(retries: Retries | undefined): number {
  const { attempts = 0, perTryTimeout, backoff = '25ms' } = (retries ?? {}) as RenderedRetries;
  if (perTryTimeout === undefined) return 0;
  const pauses = Array.from({ length: attempts }, (_, retry) => Math.min(2 ** retry, 10)).reduce(
    (sum, times) => sum + times * milliseconds(backoff),
    0,
  );
  return (attempts + 1) * milliseconds(perTryTimeout) + pauses;
}

interface RenderedRetries {
  readonly attempts?: number;
  readonly perTryTimeout?: string;
  readonly backoff?: string;
}

function milliseconds(duration: string): number {
  const [, amount, unit] = /^(\d+)(ms|s)$/.exec(duration) ?? [];
  if (amount === undefined) throw new Error(`not a duration in s or ms: ${duration}`);
  return Number(amount) * (unit === 's' ? 1000 : 1);
}
