/**
 * The template of Envoy's bootstrap, for pilot-agent to fill in: Istio's own less its metrics, traces and the ports
 * that would listen on every address.
 */
export function bootstrapTemplate(admin: Admin, locality: Locality): string {
  return Object.entries({ METADATA: metadataOf(admin.address), RUNTIME_FLAGS }).reduce(
    // the agent writes JSON there, no text
    (text, [mark, value]) => text.replace(`"${mark}"`, value),
    JSON.stringify(bootstrap(admin, locality), undefined, 1),
  );
}

interface Admin {
  readonly address: string;
  readonly port: number;
}

const RUNTIME_FLAGS = '{{ .runtime_flags }}';

/** Where the pod's node is; istiod asks no node of the lab. */
interface Locality {
  readonly region?: string;
  readonly zone?: string;
}

/**
 * The agent adds every address of this machine to the pod's own. With one of IPv6 among them istiod would have the proxy
 * listen on all of that kind. So it gets the pod's alone.
 */
function metadataOf(address: string): string {
  return `{{ set (fromJson .meta_json_str) "INSTANCE_IPS" "${address}" | toJson }}`;
}

function bootstrap(admin: Admin, locality: Locality): object {
  const ads = { ads: {}, initial_fetch_timeout: '0s', resource_api_version: 'V3' };
  return {
    node: { id: '{{ .nodeID }}', cluster: '{{ .cluster }}', locality, metadata: 'METADATA' },
    layered_runtime: {
      layers: [
        { name: 'global config', static_layer: 'RUNTIME_FLAGS' },
        { name: 'admin', admin_layer: {} },
      ],
    },
    bootstrap_extensions: [
      {
        name: 'envoy.bootstrap.internal_listener',
        typed_config: { '@type': type('bootstrap.internal_listener.v3.InternalListener') },
      },
    ],
    admin: { address: socketAddress(admin.address, admin.port) },
    dynamic_resources: {
      lds_config: ads,
      cds_config: ads,
      ads_config: {
        api_type: '{{ .xds_type }}',
        set_node_on_first_message_only: true,
        transport_api_version: 'V3',
        grpc_services: [{ envoy_grpc: { cluster_name: 'xds-grpc' } }],
      },
    },
    static_resources: {
      clusters: [
        agentSocket(
          'sds-grpc',
          './var/run/secrets/workload-spiffe-uds/{{ .workload_identity_socket_file }}',
        ),
        agentSocket('xds-grpc', '{{ .config.ConfigPath }}/XDS'),
      ],
    },
  };
}

function type(name: string): string {
  return `type.googleapis.com/envoy.extensions.${name}`;
}

function socketAddress(address: string | undefined, port: number): object {
  return { socket_address: { address, port_value: port } };
}

/** A resolver that asks one name server, `address:port`, alone. */
export function resolver(endpoint: string): object {
  const [address, port] = endpoint.split(':');
  return {
    name: 'envoy.network.dns_resolver.cares',
    typed_config: {
      '@type': type('network.dns_resolver.cares.v3.CaresDnsResolverConfig'),
      resolvers: [socketAddress(address, Number(port))],
      dns_resolver_options: { no_default_search_domain: true },
    },
  };
}

function agentSocket(name: string, path: string): object {
  return {
    name,
    type: 'STATIC',
    connect_timeout: '1s',
    typed_extension_protocol_options: {
      'envoy.extensions.upstreams.http.v3.HttpProtocolOptions': {
        '@type': type('upstreams.http.v3.HttpProtocolOptions'),
        explicit_http_config: { http2_protocol_options: {} },
      },
    },
    load_assignment: {
      cluster_name: name,
      endpoints: [{ lb_endpoints: [{ endpoint: { address: { pipe: { path } } } }] }],
    },
  };
}
