import type { KubernetesObject } from '../cluster/kubectl';
import type { Manifest } from '../../../constructs/testing';
import { until } from '../machine/until';
import type { Certificate } from './certificate';
import type { PodPlace } from './place';
import type { Proxy } from './sidecar';
import type { PodTemplate } from './workloads';

/** Name of the gateway's Service, as istioctl installs it. */
export const GATEWAY = 'istio-ingressgateway';

/** The ports that its Service maps, as istioctl installs it: 80 and 443 need no privilege in the pod. */
export const GATEWAY_PORTS = { http: 8080, https: 8443 } as const;

/** The gateway workload that a MeshGateway binds to by default. */
export function gatewayTemplate(namespace: string): PodTemplate {
  return {
    service: GATEWAY,
    version: 'v1',
    namespace,
    serviceAccount: `${GATEWAY}-service-account`,
    labels: { app: GATEWAY, istio: 'ingressgateway' },
    annotations: {},
    ports: [],
    preStopSeconds: 0,
    gracePeriodSeconds: 0,
  };
}

/** Its account, its Service, and the right to read the certificates that it serves. */
export function gatewayObjects({ namespace, serviceAccount, labels }: PodTemplate) {
  const name = `${GATEWAY}-sds`;
  return [
    object('v1', 'ServiceAccount', { name: serviceAccount, namespace }, {}),
    object(
      'rbac.authorization.k8s.io/v1',
      'Role',
      { name, namespace },
      {
        rules: [{ apiGroups: [''], resources: ['secrets'], verbs: ['get', 'watch', 'list'] }],
      },
    ),
    object(
      'rbac.authorization.k8s.io/v1',
      'RoleBinding',
      { name, namespace },
      {
        roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name },
        subjects: [{ kind: 'ServiceAccount', name: serviceAccount, namespace }],
      },
    ),
    object(
      'v1',
      'Service',
      { name: GATEWAY, namespace },
      {
        spec: {
          selector: labels,
          ports: [
            { name: 'http2', port: 80, targetPort: GATEWAY_PORTS.http },
            { name: 'https', port: 443, targetPort: GATEWAY_PORTS.https },
          ],
        },
      },
    ),
  ];
}

/** Waits until a gateway listens on every port that is asked of it, and knows every pod. */
export async function gatewayServes(
  proxy: Proxy,
  manifests: readonly Manifest[],
  pods: readonly { readonly place: PodPlace }[],
): Promise<void> {
  const ports = new Set(manifests.flatMap(portsOf));
  const callees = pods.filter(({ place }) => place.ports.length > 0);
  await until('the routes of the gateway', async () => {
    const listeners = await proxy.admin('listeners');
    const clusters = await proxy.admin('clusters');
    const isListening = listeners.split(`::${proxy.place.address}:`).length > ports.size;
    const knows = callees.every(({ place }) => clusters.includes(`::${place.address}:`));
    return (isListening && knows) || undefined;
  });
}

function portsOf({ kind, spec }: Manifest): readonly number[] {
  if (kind !== 'Gateway') return [];
  const { servers } = spec as { servers: { port: { number: number } }[] };
  return servers.map(({ port }) => port.number);
}

/** A certificate as a gateway wants it. */
export function certificateSecret(
  name: string,
  namespace: string,
  { cert, private: key }: Certificate,
): KubernetesObject {
  return object(
    'v1',
    'Secret',
    { name, namespace },
    {
      type: 'kubernetes.io/tls',
      stringData: { 'tls.crt': cert, 'tls.key': key },
    },
  );
}

function object(
  apiVersion: string,
  kind: string,
  metadata: KubernetesObject['metadata'],
  rest: object,
): KubernetesObject {
  return { apiVersion, kind, metadata, ...rest };
}
