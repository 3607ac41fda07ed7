// What Istio makes of an EnvoyFilter, as far as ours go: a connection manager in which filters and fields are patched.
import { freePorts } from '../../dist/lab/test/lab/machine/ports.js';

const EXTENSIONS = 'type.googleapis.com/envoy.extensions.filters';

export const [LISTENER_PORT, ADMIN_PORT, BACKEND_PORT] = await freePorts(3);
const ADDRESS = '127.0.0.1';

/** The ports that an EnvoyFilter patches. */
export function portsOf({ spec }) {
  return [...new Set(spec.configPatches.map(({ match }) => match.listener.portNumber))];
}

/** A bootstrap whose one listener has what `filters` patch on `port`, in the order of their priorities. */
export function bootstrapOf(filters, port) {
  const manager = connectionManager();
  const patches = [...filters]
    .sort((a, b) => a.spec.priority - b.spec.priority)
    .flatMap(({ spec }) => spec.configPatches)
    .filter(({ match }) => match.listener.portNumber === port);
  for (const patch of patches) apply(manager, patch);
  return {
    admin: { address: socket(ADMIN_PORT) },
    static_resources: { listeners: [listener(manager)], clusters: [cluster()] },
  };
}

function apply(manager, { applyTo, patch: { operation, value } }) {
  switch (`${applyTo} ${operation}`) {
    case 'HTTP_FILTER INSERT_BEFORE':
      manager.http_filters.splice(-1, 0, value);
      return;
    case 'NETWORK_FILTER MERGE':
      Object.assign(manager, value.typed_config);
      return;
    default:
      throw new Error(`no patch of ours is ${operation} on ${applyTo}`);
  }
}

function connectionManager() {
  return {
    '@type': `${EXTENSIONS}.network.http_connection_manager.v3.HttpConnectionManager`,
    stat_prefix: 'inbound',
    // a test sends what a sidecar would write there after the handshake
    forward_client_cert_details: 'ALWAYS_FORWARD_ONLY',
    stream_idle_timeout: '0s',
    route_config: {
      virtual_hosts: [
        {
          name: 'inbound',
          domains: ['*'],
          routes: [{ match: { prefix: '/' }, route: { cluster: 'application', timeout: '0s' } }],
        },
      ],
    },
    http_filters: [
      {
        name: 'envoy.filters.http.router',
        typed_config: { '@type': `${EXTENSIONS}.http.router.v3.Router` },
      },
    ],
  };
}

function listener(manager) {
  const name = 'envoy.filters.network.http_connection_manager';
  return {
    name: 'virtualInbound',
    address: socket(LISTENER_PORT),
    filter_chains: [{ filters: [{ name, typed_config: manager }] }],
  };
}

function cluster() {
  const endpoint = { endpoint: { address: socket(BACKEND_PORT) } };
  return {
    name: 'application',
    type: 'STATIC',
    connect_timeout: '1s',
    load_assignment: { cluster_name: 'application', endpoints: [{ lb_endpoints: [endpoint] }] },
  };
}

function socket(port) {
  return { socket_address: { address: ADDRESS, port_value: port } };
}
