import type { Manifest } from '../../../constructs/testing';

/** The pods that a rendered workload would have. */
export interface PodTemplate {
  readonly service: string;
  readonly version: string;
  readonly namespace: string;
  readonly serviceAccount: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly ports: readonly PodPort[];
  /** How long the pod goes on serving when it is to end. */
  readonly preStopSeconds: number;
  /** When it is ended by force, from the same moment. */
  readonly gracePeriodSeconds: number;
}

/** A port that a container listens on. */
export interface PodPort {
  readonly number: number;
  /** What its Service says it carries. */
  readonly protocol: 'http' | 'http2' | 'tcp';
}

interface Container {
  readonly ports?: readonly { readonly containerPort: number }[];
  readonly lifecycle?: { readonly preStop?: { readonly sleep?: { readonly seconds: number } } };
}

interface PodSpec {
  readonly serviceAccountName: string;
  readonly terminationGracePeriodSeconds?: number;
  readonly containers: readonly Container[];
}

interface WorkloadSpec {
  readonly template?: { readonly metadata: Manifest['metadata']; readonly spec: PodSpec };
  readonly jobTemplate?: { readonly spec: WorkloadSpec };
}

interface ServiceSpec {
  readonly ports: readonly { readonly targetPort: number; readonly appProtocol?: string }[];
}

// what a pod that says nothing gets
const KUBERNETES_GRACE_SECONDS = 30;
const NAME = 'app.kubernetes.io/name';
const WORKLOADS = ['Deployment', 'StatefulSet', 'Job', 'CronJob'];

/** The pod templates of everything rendered. */
export function podTemplates(manifests: readonly Manifest[]): readonly PodTemplate[] {
  return manifests
    .filter(({ kind }) => WORKLOADS.includes(kind))
    .map((workload) => podTemplate(workload, manifests));
}

function podTemplate(workload: Manifest, manifests: readonly Manifest[]): PodTemplate {
  const spec = workload.spec as WorkloadSpec;
  const template = spec.template ?? spec.jobTemplate?.spec.template;
  if (template === undefined) throw new Error(`${workload.metadata.name} has no pod template`);
  const { metadata, spec: pod } = template;
  const labels = metadata.labels ?? {};
  const service = labels[NAME] ?? '';
  const namespace = workload.metadata.namespace ?? '';
  return {
    service,
    version: labels.version ?? 'v1',
    namespace,
    serviceAccount: pod.serviceAccountName,
    labels,
    annotations: metadata.annotations ?? {},
    preStopSeconds: Math.max(
      ...pod.containers.map(({ lifecycle }) => lifecycle?.preStop?.sleep?.seconds ?? 0),
    ),
    gracePeriodSeconds: pod.terminationGracePeriodSeconds ?? KUBERNETES_GRACE_SECONDS,
    ports: pod.containers
      .flatMap(({ ports }) => ports ?? [])
      .map(({ containerPort }) => ({
        number: containerPort,
        protocol: protocolOf(containerPort, serviceSpec(manifests, { service, namespace })),
      })),
  };
}

function serviceSpec(
  manifests: readonly Manifest[],
  { service, namespace }: { service: string; namespace: string },
): ServiceSpec | undefined {
  const found = manifests.find(
    ({ kind, metadata }) =>
      kind === 'Service' && metadata.name === service && metadata.namespace === namespace,
  );
  return found?.spec as ServiceSpec | undefined;
}

function protocolOf(number: number, service: ServiceSpec | undefined): PodPort['protocol'] {
  const port = service?.ports.find(({ targetPort }) => targetPort === number);
  return PROTOCOLS[port?.appProtocol ?? ''] ?? 'tcp';
}

const PROTOCOLS: Readonly<Record<string, PodPort['protocol']>> = {
  http: 'http',
  http2: 'http2',
  grpc: 'http2',
};
