import type {
  AuthorizationPolicySpec,
  DestinationRuleSpec,
  GatewaySpec,
  PeerAuthenticationSpec,
  ServiceEntrySpec,
  SidecarSpec,
  VirtualServiceSpec,
} from './istio';
import type {
  ControllerSpec,
  CronJobSpec,
  Metadata,
  NamespaceSpec,
  NetworkPolicySpec,
  ServiceSpec,
} from './kubernetes';

/** What the evaluator reads of each kind; everything else in a manifest is left alone. */
interface KindSpecs {
  readonly Namespace: NamespaceSpec;
  readonly Deployment: ControllerSpec;
  readonly StatefulSet: ControllerSpec;
  readonly DaemonSet: ControllerSpec;
  readonly Job: ControllerSpec;
  readonly CronJob: CronJobSpec;
  readonly Service: ServiceSpec;
  readonly NetworkPolicy: NetworkPolicySpec;
  readonly AuthorizationPolicy: AuthorizationPolicySpec;
  readonly PeerAuthentication: PeerAuthenticationSpec;
  readonly Sidecar: SidecarSpec;
  readonly VirtualService: VirtualServiceSpec;
  readonly DestinationRule: DestinationRuleSpec;
  readonly ServiceEntry: ServiceEntrySpec;
  readonly Gateway: GatewaySpec;
}

export type Kind = keyof KindSpecs;

export interface Resource<Spec> {
  readonly group: string;
  readonly kind: string;
  readonly metadata: Metadata;
  readonly spec: Spec;
}

export type ResourceOf<K extends Kind> = Resource<KindSpecs[K]>;

// A kind alone is ambiguous: the Gateway API has a Gateway too.
const GROUPS: Readonly<Record<Kind, string>> = {
  Namespace: '',
  Deployment: 'apps',
  StatefulSet: 'apps',
  DaemonSet: 'apps',
  Job: 'batch',
  CronJob: 'batch',
  Service: '',
  NetworkPolicy: 'networking.k8s.io',
  AuthorizationPolicy: 'security.istio.io',
  PeerAuthentication: 'security.istio.io',
  Sidecar: 'networking.istio.io',
  VirtualService: 'networking.istio.io',
  DestinationRule: 'networking.istio.io',
  ServiceEntry: 'networking.istio.io',
  Gateway: 'networking.istio.io',
};

/** What the mesh configuration decides, with Istio's defaults (pkg/config/mesh/mesh.go). */
export interface MeshSettings {
  readonly rootNamespace: string;
  readonly trustDomain: string;
  readonly clusterDomain: string;
  readonly outboundTrafficPolicy: 'ALLOW_ANY' | 'REGISTRY_ONLY';
}

const MESH_DEFAULTS: MeshSettings = {
  rootNamespace: 'istio-system',
  trustDomain: 'cluster.local',
  clusterDomain: 'cluster.local',
  outboundTrafficPolicy: 'ALLOW_ANY',
};

export interface Manifests {
  readonly mesh: MeshSettings;
  readonly resources: readonly Resource<unknown>[];
  /** The same by `group/kind`. */
  readonly byKind: ReadonlyMap<string, readonly Resource<unknown>[]>;
}

/** Reads objects as they come out of a YAML parser; empty documents are skipped. */
export function readManifests(
  objects: readonly unknown[],
  mesh: Partial<MeshSettings> = {},
): Manifests {
  const resources = objects
    .filter((object) => object !== null && object !== undefined)
    .map((object) => readResource(object))
    .toSorted(byAge);
  const byKind = new Map<string, Resource<unknown>[]>();
  for (const resource of resources) {
    const key = `${resource.group}/${resource.kind}`;
    byKind.set(key, [...(byKind.get(key) ?? []), resource]);
  }
  return { mesh: { ...MESH_DEFAULTS, ...mesh }, resources, byKind };
}

/** The resources of one kind, in the order in which Istio gives precedence. */
export function select<K extends Kind>(manifests: Manifests, kind: K): readonly ResourceOf<K>[] {
  const found = manifests.byKind.get(`${GROUPS[kind]}/${kind}`) ?? [];
  return found as readonly ResourceOf<K>[];
}

/** Computes something once for each set of manifests: a matrix asks for it at every step. */
export function oncePer<T extends object>(
  compute: (manifests: Manifests) => T,
): (manifests: Manifests) => T {
  const known = new WeakMap<Manifests, T>();
  return (manifests) => {
    const result = known.get(manifests) ?? compute(manifests);
    known.set(manifests, result);
    return result;
  };
}

/** `namespace/name`, as Istio writes references and as messages name a resource. */
export function nameOf(resource: Resource<unknown>): string {
  return `${resource.metadata.namespace}/${resource.metadata.name}`;
}

// Objects applied together have one creation time, and then the name decides
// (istio: pilot/pkg/model/config.go, configCompareByCreationTime).
function byAge(a: Resource<unknown>, b: Resource<unknown>): number {
  return (
    compare(a.metadata.name, b.metadata.name) || compare(a.metadata.namespace, b.metadata.namespace)
  );
}

function compare(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}

function readResource(object: unknown): Resource<unknown> {
  const { apiVersion, kind, metadata, spec } = record(object, 'manifest');
  if (typeof apiVersion !== 'string' || typeof kind !== 'string') {
    throw new Error(`a manifest has no apiVersion or no kind: ${JSON.stringify(object)}`);
  }
  const { name, namespace, labels, annotations } = record(metadata, `metadata of a ${kind}`);
  if (typeof name !== 'string') throw new Error(`a ${kind} has no name`);
  return {
    group: apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '',
    kind,
    metadata: {
      name,
      namespace: typeof namespace === 'string' ? namespace : 'default',
      labels: labels as Metadata['labels'],
      annotations: annotations as Metadata['annotations'],
    },
    spec: spec ?? {},
  };
}

function record(value: unknown, what: string): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new Error(`expected a ${what}, got ${JSON.stringify(value)}`);
  }
  return value as Readonly<Record<string, unknown>>;
}
