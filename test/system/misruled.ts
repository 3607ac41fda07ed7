import type { Manifest } from '../../constructs/testing';
import {
  effectiveRule,
  gatewayRoute,
  httpRoute,
  listWorkloads,
  missingSubsets,
  policyTowards,
  readManifests,
  type Caller,
  type Manifests,
  type RouteSummary,
} from '../support/reach';
import { PORT, serviceName, type RandomCall, type RandomSystem } from './random-policies';

/** What a caller should find in a cluster. */
interface Wanted {
  /** Undefined for the share that all callers have. */
  readonly pool: number | undefined;
  readonly errors: number | undefined;
}

interface Question {
  readonly what: string;
  readonly caller: Caller;
  readonly to: number;
  readonly route: RouteSummary | undefined;
  readonly wanted: Wanted;
}

/**
 * Where a proxy does not find what was declared, by Istio's own way of looking rules up: a subset that its route names,
 * its limits, or when it ejects.
 */
export function misruled(rendered: readonly Manifest[], system: RandomSystem): readonly string[] {
  const manifests = readManifests(rendered);
  const hostOf = (index: number): string =>
    `${serviceName(index)}.${system.services[index]?.namespace ?? ''}.svc.cluster.local`;
  const request = { method: 'GET', path: '/items', port: PORT };
  const inside = system.calls.flatMap((call) =>
    proxiesOf(manifests, call).map((caller) => ({
      what: `${serviceName(call.from)} → ${serviceName(call.to)}`,
      caller,
      to: call.to,
      route: httpRoute(manifests, caller, { ...request, host: hostOf(call.to) }),
      wanted: call,
    })),
  );
  const door = { namespace: 'istio-system', labels: { istio: 'ingressgateway' } };
  const outside = system.exposed.includes('list')
    ? [
        {
          what: 'gateway → s0',
          caller: door,
          to: 0,
          route: gatewayRoute(manifests, {
            ...request,
            gateway: 'shop/door',
            proxyNamespace: door.namespace,
            host: 'shop.example.com',
            port: 443,
          }),
          wanted: { pool: undefined, errors: undefined },
        },
      ]
    : [];
  return [...inside, ...outside].flatMap((question) =>
    faultsOf(manifests, { ...question, host: hostOf(question.to) }).map(
      (fault) => `${question.what}: ${fault}`,
    ),
  );
}

/** The pods of every version of the caller. */
function proxiesOf(manifests: Manifests, { from }: RandomCall): readonly Caller[] {
  return listWorkloads(manifests).filter(
    ({ labels }) => labels['app.kubernetes.io/name'] === serviceName(from),
  );
}

function faultsOf(
  manifests: Manifests,
  { caller, route, host, wanted }: Question & { readonly host: string },
): readonly string[] {
  const rule = effectiveRule(manifests, caller, host);
  if (rule === undefined || route === undefined) return ['no rule or no route'];
  const missing = missingSubsets(manifests, caller, route).map((name) => `no subset ${name}`);
  if (missing.length > 0) return missing;
  return route.destinations.flatMap(({ subset }) => {
    const found = settingsOf(policyTowards(rule, subset));
    const shared = sharedSettings(manifests, host, subset);
    const expected = {
      requests: wanted.pool ?? shared.requests,
      // where there is one pod alone, nothing is ejected
      errors: shared.errors === undefined ? undefined : (wanted.errors ?? shared.errors),
      budget: shared.budget,
    };
    return Object.entries(expected)
      .filter(([name, value]) => found[name as keyof Settings] !== value)
      .map(([name, value]) => {
        const actual = String(found[name as keyof Settings]);
        return `${name} of ${subset ?? 'all'} is ${actual}, want ${String(value)}`;
      });
  });
}

interface Settings {
  readonly requests: number | undefined;
  readonly errors: number | undefined;
  readonly budget: number | undefined;
}

function settingsOf(policy: unknown): Settings {
  const { connectionPool, outlierDetection, retryBudget } = (policy ?? {}) as {
    readonly connectionPool?: { readonly http?: { readonly http2MaxRequests?: number } };
    readonly outlierDetection?: { readonly consecutive5xxErrors?: number };
    readonly retryBudget?: { readonly percent?: number };
  };
  return {
    requests: connectionPool?.http?.http2MaxRequests,
    errors: outlierDetection?.consecutive5xxErrors,
    budget: retryBudget?.percent,
  };
}

/** What somebody in a namespace without any rule finds: the host's own. */
function sharedSettings(manifests: Manifests, host: string, subset: string | undefined): Settings {
  const nobody = { namespace: 'elsewhere', labels: {} };
  const rule = effectiveRule(manifests, nobody, host);
  return settingsOf(rule && policyTowards(rule, subset));
}
