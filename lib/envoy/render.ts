import type { IEnvoyFilter } from '@kubernetes-models/istio/networking.istio.io/v1alpha3/EnvoyFilter' with {
  'resolution-mode': 'import',
};
import { selectorOf } from '../conventions/labels';
import { ISTIO_VERSIONS } from '../mesh/props';

export type EnvoyFilterSpec = NonNullable<IEnvoyFilter['spec']>;
type ConfigPatch = NonNullable<EnvoyFilterSpec['configPatches']>[number];

const CONNECTION_MANAGER = 'envoy.filters.network.http_connection_manager';
const EXTENSIONS = 'type.googleapis.com/envoy.extensions.filters';

/** The order in which objects change a proxy; what comes later is put closer to the application. */
export const ENVOY_FILTER_PRIORITY = {
  shedding: 10,
  // a fault stands for the application, so everything that protects the application comes before it
  experiment: 20,
} as const;

/** A filter of Envoy's for HTTP, by the name of its configuration: `fault.v3.HTTPFault`. */
export interface HttpFilter {
  readonly name: string;
  readonly type: string;
  readonly config: Readonly<Record<string, unknown>>;
}

/** What changes the proxies of one service, on the side where its requests come in. */
export interface InboundPatches {
  readonly service: string;
  readonly priority: number;
  readonly patches: readonly ConfigPatch[];
}

/** The proxies of one service, whatever else the namespace has. */
export function renderEnvoyFilter({ service, priority, patches }: InboundPatches): EnvoyFilterSpec {
  return {
    workloadSelector: { labels: selectorOf(service) },
    // without one, Istio's order among several objects is their age, and `istioctl analyze` says so
    priority,
    configPatches: [...patches],
  };
}

/** Puts `filter` before the router: behind authorization, where only declared callers come. */
export function insertFilter(port: number, { name, type, config }: HttpFilter): ConfigPatch {
  return {
    applyTo: 'HTTP_FILTER',
    match: inboundMatch(port, 'envoy.filters.http.router'),
    patch: {
      operation: 'INSERT_BEFORE',
      value: { name, typed_config: { '@type': `${EXTENSIONS}.http.${type}`, ...config } },
    },
  };
}

/** Changes the connection manager that takes the requests of one port. */
export function mergeConnectionManager(
  port: number,
  config: Readonly<Record<string, unknown>>,
): ConfigPatch {
  const type = `${EXTENSIONS}.network.http_connection_manager.v3.HttpConnectionManager`;
  return {
    applyTo: 'NETWORK_FILTER',
    match: inboundMatch(port, undefined),
    patch: {
      operation: 'MERGE',
      value: { name: CONNECTION_MANAGER, typed_config: { '@type': type, ...config } },
    },
  };
}

/**
 * The port as the pod knows it: Istio compares with the filter chain's destination port.
 *
 * @see https://github.com/istio/istio/blob/master/pilot/pkg/networking/core/envoyfilter/listener_patch.go
 */
function inboundMatch(portNumber: number, subFilter: string | undefined): ConfigPatch['match'] {
  return {
    context: 'SIDECAR_INBOUND',
    proxy: { proxyVersion: PROXY_VERSION },
    listener: {
      portNumber,
      filterChain: {
        filter: {
          name: CONNECTION_MANAGER,
          ...(subFilter !== undefined && { subFilter: { name: subFilter } }),
        },
      },
    },
  };
}

const MINORS = ISTIO_VERSIONS.map((version) => version.replace('1.', '')).join('|');
const PROXY_VERSION = `^1\\.(${MINORS})([.-].*)?$`;
