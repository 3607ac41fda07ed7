import { hasLabels } from './labels';
import type { ContainerPort, Labels, PodTemplate, ServicePort } from './kubernetes';
import { nameOf, oncePer, select } from './manifests';
import type { Kind, Manifests, Resource, ResourceOf } from './manifests';
import { serviceHost } from './hosts';
import { protocolOf } from './protocols';
import type { Protocol } from './protocols';

export interface Ref {
  readonly namespace: string;
  readonly name: string;
}

/** What runs: one per pod template. */
export interface Workload extends Ref {
  readonly kind: Kind;
  readonly labels: Labels;
  readonly serviceAccount: string;
  /** Whether its pods get a proxy. */
  readonly isInjected: boolean;
  readonly ports: readonly ContainerPort[];
}

/** A workload behind a Service port, and the port on which its container listens. */
export interface Backend {
  readonly workload: Workload;
  readonly port: number;
}

/** One port of a Service, resolved. */
export interface ServiceTarget extends Ref {
  readonly host: string;
  readonly port: number;
  readonly protocol: Protocol;
  readonly backends: readonly Backend[];
}

const CONTROLLERS = ['Deployment', 'StatefulSet', 'DaemonSet', 'Job'] as const;

export const listWorkloads = oncePer((manifests): readonly Workload[] => {
  const templates = CONTROLLERS.flatMap((kind) =>
    select(manifests, kind).map((resource) => ({ kind, resource, pod: resource.spec.template })),
  );
  const scheduled = select(manifests, 'CronJob').map((resource) => ({
    kind: 'CronJob' as const,
    resource,
    pod: resource.spec.jobTemplate.spec.template,
  }));
  return [...templates, ...scheduled].map(({ kind, resource, pod }) =>
    workloadOf(manifests, { kind, resource, pod }),
  );
});

export function findWorkload(manifests: Manifests, ref: Ref): Workload {
  const found = listWorkloads(manifests).find((workload) => isSame(workload, ref));
  if (found === undefined) throw new Error(`no workload ${ref.namespace}/${ref.name}`);
  return found;
}

/** The identity in the workload's certificate, as AuthorizationPolicy writes it. */
export function principalOf(manifests: Manifests, workload: Workload): string {
  return `${manifests.mesh.trustDomain}/ns/${workload.namespace}/sa/${workload.serviceAccount}`;
}

export function isSame(a: Ref, b: Ref): boolean {
  return a.namespace === b.namespace && a.name === b.name;
}

/** The workloads behind a Service port; undefined if the Service has no such port. */
export function resolveService(
  manifests: Manifests,
  service: ResourceOf<'Service'>,
  port: number,
): ServiceTarget | undefined {
  const declared = service.spec.ports?.find((candidate) => candidate.port === port);
  if (declared === undefined) return undefined;
  const { name, namespace } = service.metadata;
  return {
    namespace,
    name,
    host: serviceHost(manifests, name, namespace),
    port,
    protocol: protocolOf(declared),
    backends: selectedBy(manifests, service).flatMap((workload) => {
      const target = workloadPort(service, declared, workload);
      return target === undefined ? [] : [{ workload, port: target }];
    }),
  };
}

/** The same by host name, as a client writes it. */
export function resolveHost(
  manifests: Manifests,
  host: string,
  port: number,
): ServiceTarget | undefined {
  const service = select(manifests, 'Service').find(
    ({ metadata }) => serviceHost(manifests, metadata.name, metadata.namespace) === host,
  );
  return service && resolveService(manifests, service, port);
}

/** A Service without a selector has no endpoints of its own. */
export function selectedBy(
  manifests: Manifests,
  service: ResourceOf<'Service'>,
): readonly Workload[] {
  const { selector } = service.spec;
  if (selector === undefined || Object.keys(selector).length === 0) return [];
  return listWorkloads(manifests).filter(
    (workload) =>
      workload.namespace === service.metadata.namespace && hasLabels(workload.labels, selector),
  );
}

// Nothing translates the port of a headless Service: clients dial the pod itself
// (kubernetes.io/docs/concepts/services-networking/service, "Headless Services").
function workloadPort(
  service: ResourceOf<'Service'>,
  port: ServicePort,
  workload: Workload,
): number | undefined {
  if (service.spec.clusterIP === 'None') return port.port;
  const { targetPort = port.port } = port;
  if (typeof targetPort === 'number') return targetPort;
  return workload.ports.find(({ name }) => name === targetPort)?.containerPort;
}

interface PodSource {
  readonly kind: Kind;
  readonly resource: Resource<unknown>;
  readonly pod: PodTemplate | undefined;
}

function workloadOf(manifests: Manifests, source: PodSource): Workload {
  const { kind, resource, pod } = source;
  if (pod === undefined) throw new Error(`${kind} ${nameOf(resource)} has no pod template`);
  const { namespace, name } = resource.metadata;
  const containers = [...(pod.spec?.initContainers ?? []), ...(pod.spec?.containers ?? [])];
  return {
    namespace,
    name,
    kind,
    labels: pod.metadata?.labels ?? {},
    serviceAccount: pod.spec?.serviceAccountName ?? 'default',
    isInjected: isInjected(manifests, namespace, pod),
    ports: containers.flatMap((container) => container.ports ?? []),
  };
}

// A namespace that is not among the manifests is taken to be in the mesh
// (istio: manifests/charts/istio-control/istio-discovery/templates/mutatingwebhook.yaml).
function isInjected(manifests: Manifests, namespace: string, pod: PodTemplate): boolean {
  const { labels = {}, annotations = {} } = pod.metadata ?? {};
  const asked = labels['sidecar.istio.io/inject'] ?? annotations['sidecar.istio.io/inject'];
  const declared = select(manifests, 'Namespace').find(
    ({ metadata }) => metadata.name === namespace,
  );
  if (asked === 'false') return false;
  if (declared === undefined) return true;
  const { 'istio-injection': injection, 'istio.io/rev': revision } = declared.metadata.labels ?? {};
  if (injection !== undefined) return injection === 'enabled';
  const isAsked = labels['sidecar.istio.io/inject'] === 'true';
  return revision !== undefined || labels['istio.io/rev'] !== undefined || isAsked;
}
