import type { KubernetesObject } from '../cluster/kubectl';
import { LOW_PORTS, unprivileged } from './low-ports';
import type { PodPlace } from './place';

/** Label by which the lab's own objects select one pod. */
export const POD_LABEL = 'lab.meshwright/pod';

/** The region of every zone of the lab. */
export const REGION = 'lab';

type WithSpec = KubernetesObject & { readonly spec: unknown };

/** Makes a pod an endpoint of the Services that select its labels. */
export function workloadEntry({ pod, labels, zone, ...place }: PodPlace): WithSpec {
  const { serviceAccount, isProxied, address } = place;
  return {
    apiVersion: 'networking.istio.io/v1',
    kind: 'WorkloadEntry',
    metadata: { name: pod, namespace: place.namespace, labels },
    spec: {
      address,
      labels,
      // what has an identity is called with mutual TLS
      ...(isProxied && { serviceAccount }),
      ...(zone !== undefined && { locality: `${REGION}/${zone}` }),
    },
  };
}

/**
 * Gives a pod's proxy addresses of its own, as its network namespace would: all else of what istiod sends it stays.
 *
 * Where a pod's traffic would be redirected to the proxy, the proxy listens on the very ports instead.
 */
export function ownAddresses(place: PodPlace): WithSpec {
  const { pod, namespace, address, inside, outbound, ports } = place;
  return {
    apiVersion: 'networking.istio.io/v1alpha3',
    kind: 'EnvoyFilter',
    metadata: { name: pod, namespace },
    spec: {
      workloadSelector: { labels: { [POD_LABEL]: pod } },
      configPatches: [
        merge('LISTENER', 'SIDECAR_INBOUND', {
          match: { listener: { name: 'virtualInbound' } },
          value: inboundAddresses(
            address,
            ports.map(({ number }) => number),
          ),
        }),
        ...ports.map(({ number }) =>
          merge('CLUSTER', 'SIDECAR_INBOUND', {
            match: { cluster: { portNumber: number } },
            value: behind(inside, number),
          }),
        ),
        merge('LISTENER', 'SIDECAR_OUTBOUND', {
          match: {},
          value: { address: { socket_address: { address: outbound } }, bind_to_port: true },
        }),
        ...LOW_PORTS.map((port) =>
          merge('LISTENER', 'SIDECAR_OUTBOUND', {
            match: { listener: { portNumber: port } },
            value: { address: { socket_address: { port_value: unprivileged(port) } } },
          }),
        ),
      ],
    },
  };
}

/** Gives a gateway's proxy an address of its own. */
export function gatewayAddress({ pod, namespace, address }: PodPlace): WithSpec {
  return {
    apiVersion: 'networking.istio.io/v1alpha3',
    kind: 'EnvoyFilter',
    metadata: { name: pod, namespace },
    spec: {
      workloadSelector: { labels: { [POD_LABEL]: pod } },
      configPatches: [
        merge('LISTENER', 'GATEWAY', {
          match: {},
          value: { address: { socket_address: { address } } },
        }),
      ],
    },
  };
}

/** A cluster and a virtual host that nothing uses, by which each proxy shows that it has all that was applied before. */
export function everyProxyKnows(mark: string, rootNamespace: string): WithSpec {
  return {
    apiVersion: 'networking.istio.io/v1alpha3',
    kind: 'EnvoyFilter',
    metadata: { name: 'lab-settled', namespace: rootNamespace },
    spec: {
      configPatches: [
        {
          applyTo: 'CLUSTER',
          match: { context: 'ANY' },
          patch: {
            operation: 'ADD',
            value: { name: mark, type: 'STATIC', connect_timeout: '1s' },
          },
        },
        {
          applyTo: 'VIRTUAL_HOST',
          match: { context: 'ANY' },
          patch: {
            operation: 'ADD',
            value: { name: mark, domains: [`${mark}.invalid`] },
          },
        },
      ],
    },
  };
}

/** Lets a pod's proxy ask the lab's name server: istiod's clusters name none, and so take the machine's. */
export function asking(dns: object, { pod, namespace }: PodPlace): WithSpec {
  return {
    apiVersion: 'networking.istio.io/v1alpha3',
    kind: 'EnvoyFilter',
    metadata: { name: `${pod}-asks`, namespace },
    spec: {
      workloadSelector: { labels: { [POD_LABEL]: pod } },
      configPatches: [
        merge('CLUSTER', 'SIDECAR_OUTBOUND', {
          match: {},
          value: { typed_dns_resolver_config: dns },
        }),
      ],
    },
  };
}

/** What a pod's proxy calls outside the mesh, and whom it believes there. */
export interface Trust {
  readonly host: string;
  /** Authorities in PEM. */
  readonly file: string;
}

/** Lets a pod's proxy trust these authorities where it would trust those of its operating system. */
export function trusting({ host, file }: Trust, { pod, namespace }: PodPlace): WithSpec {
  return {
    apiVersion: 'networking.istio.io/v1alpha3',
    kind: 'EnvoyFilter',
    metadata: { name: `${pod}-trusts`, namespace },
    spec: {
      workloadSelector: { labels: { [POD_LABEL]: pod } },
      configPatches: [
        merge('CLUSTER', 'SIDECAR_OUTBOUND', {
          match: { cluster: { service: host } },
          value: { transport_socket: originating(`file-root:${file}`) },
        }),
      ],
    },
  };
}

function originating(root: string): object {
  return {
    name: 'envoy.transport_sockets.tls',
    typed_config: {
      '@type': 'type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext',
      common_tls_context: {
        combined_validation_context: {
          default_validation_context: {},
          validation_context_sds_secret_config: { name: root },
        },
      },
    },
  };
}

interface Patch {
  readonly match: object;
  readonly value: object;
}

function merge(applyTo: string, context: string, { match, value }: Patch): object {
  return { applyTo, match: { context, ...match }, patch: { operation: 'MERGE', value } };
}

/** The container, where redirected traffic would find it under the pod's own address. */
function behind(inside: string, port: number): object {
  const endpoint = { address: { socket_address: { address: inside, port_value: port } } };
  return {
    type: 'STATIC',
    lb_policy: 'LEAST_REQUEST',
    load_assignment: {
      cluster_name: `inbound|${port}||`,
      endpoints: [{ lb_endpoints: [{ endpoint }] }],
    },
  };
}

function inboundAddresses(address: string, [first, ...rest]: readonly number[]): object {
  if (first === undefined) return { address: { socket_address: { address } } };
  const at = (port: number): object => ({
    address: { socket_address: { address, port_value: port } },
  });
  return {
    ...at(first),
    ...(rest.length > 0 && { additional_addresses: rest.map(at) }),
  };
}
