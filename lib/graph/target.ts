import { clusterHost, headlessName } from '../conventions/names';
import { selectorOf } from '../conventions/labels';
import type { ExternalDeclaration } from '../external/declare';
import { storeProfile } from '../external/plan-store';
import type { Layers } from '../traffic/layers';
import { layersBehind, sharedProfiles, type SharedProfiles } from '../traffic/shared-profiles';
import type { MeshPlan } from '../mesh/plan';
import type { PortDeclaration } from '../workload/declaration';
import { planScale } from '../workload/replicas';
import type { Declarations, Placed } from './declarations';
import type { ReferenceDeclaration } from './declare-call';
import type { OperationDeclaration, ServiceDeclaration } from './declare-service';
import { NO_CHARACTER, type CharacterDeclaration } from './service-character';

/** Where packets for a target go, as a network policy sees it. */
export type NetworkPeer =
  | {
      readonly kind: 'pods';
      readonly namespace: string;
      /** Every pod of the namespace when undefined. */
      readonly labels: Readonly<Record<string, string>> | undefined;
    }
  | { readonly kind: 'address'; readonly address: string }
  | { readonly kind: 'anywhere' };

/** Something that can be called. */
export interface TargetPlan {
  readonly kind: 'service' | 'reference' | 'external';
  readonly path: string;
  readonly name: string;
  readonly namespace: string;
  /** The host in Istio's registry. */
  readonly host: string;
  /** What a caller connects to: the host, or an address. */
  readonly address: string;
  readonly ports: readonly PortDeclaration[];
  readonly operations: readonly OperationDeclaration[];
  /** Namespace and host as a Sidecar's egress lists it. */
  readonly scopeHost: string;
  /** The host below which the pods of a StatefulSet have names, as a Sidecar's egress lists it. */
  readonly podsScopeHost: string | undefined;
  readonly peer: NetworkPeer;
  /** Whether callers need the proxy's DNS, to tell the TCP ports of different names apart. */
  readonly needsDnsCapture: boolean;
  /** Smallest number of pods behind the host; undefined where nobody knows. */
  readonly minReplicas: number | undefined;
  /** Addresses behind the name of what the mesh does not run; undefined where nobody knows. */
  readonly endpoints: number | undefined;
  /** What the target, its profile, its namespace's and the mesh's say, the most specific first. */
  readonly layers: Layers;
  /** Own time in milliseconds; the mesh's when undefined. */
  readonly ownTimeMs: number | undefined;
  readonly character: CharacterDeclaration;
}

/** The port of this name or number; the only one where none is named. */
export function portOf(
  { ports }: TargetPlan,
  name: string | undefined,
): PortDeclaration | undefined {
  if (name === undefined) return ports.length === 1 ? ports[0] : undefined;
  return ports.find(({ key, number }) => key === name || String(number) === name);
}

/** The ports of `target` as messages list them. */
export function portsText({ ports }: TargetPlan): string {
  return ports
    .map(({ key, number }) => (key === undefined ? String(number) : `${key} (${number})`))
    .join(', ');
}

/** Everything that can be called, by construct path. */
export function planTargets(
  declarations: Declarations,
  mesh: MeshPlan,
): ReadonlyMap<string, TargetPlan> {
  const context = { mesh, profiles: sharedProfiles(declarations) };
  const targets = [
    ...declarations.services.map((service) => serviceTarget(service, context)),
    ...declarations.references.map((reference) => referenceTarget(reference, context)),
    ...declarations.externals.map((external) => externalTarget(external, context)),
  ];
  return new Map(targets.map((target) => [target.path, target]));
}

interface TargetContext {
  readonly mesh: MeshPlan;
  readonly profiles: SharedProfiles;
}

function serviceTarget(
  service: Placed<ServiceDeclaration>,
  { mesh, profiles }: TargetContext,
): TargetPlan {
  const { path, name, namespace, workload, operations, ownTimeMs, traffic, character } = service;
  const host = clusterHost(name, namespace, mesh.clusterDomain);
  const minReplicas = workload.versions.map((version) => planScale(workload, version).min);
  return {
    kind: 'service',
    path,
    name,
    namespace,
    host,
    address: host,
    ports: workload.ports,
    operations,
    scopeHost: `${namespace}/${host}`,
    podsScopeHost:
      workload.kind === 'stateful'
        ? `${namespace}/${clusterHost(headlessName(name), namespace, mesh.clusterDomain)}`
        : undefined,
    peer: { kind: 'pods', namespace, labels: selectorOf(name) },
    needsDnsCapture: false,
    minReplicas: Math.min(...minReplicas),
    endpoints: undefined,
    layers: layersBehind(profiles, namespace, traffic),
    ownTimeMs,
    character,
  };
}

function referenceTarget(
  reference: Placed<ReferenceDeclaration>,
  { mesh, profiles }: TargetContext,
): TargetPlan {
  const { path, name, namespace, host, ports, labels, objectives } = reference;
  return {
    kind: 'reference',
    path,
    name,
    namespace,
    host,
    address: host,
    ports,
    operations: [],
    scopeHost: `${clusterNamespace(host, mesh) ?? '*'}/${host}`,
    podsScopeHost: undefined,
    peer: { kind: 'pods', namespace, labels },
    needsDnsCapture: false,
    minReplicas: undefined,
    endpoints: undefined,
    layers: layersBehind(profiles, namespace, {}),
    ownTimeMs: undefined,
    character: { ...NO_CHARACTER, objectives },
  };
}

function externalTarget(
  external: Placed<ExternalDeclaration>,
  { mesh, profiles }: TargetContext,
): TargetPlan {
  const { path, name, namespace, address, port, operations, endpoints, objectives } = external;
  const host = externalHost(external, mesh);
  const inCluster = clusterNamespace(host, mesh);
  return {
    kind: 'external',
    path,
    name,
    namespace,
    host,
    address: address ?? host,
    ports: [port],
    operations,
    scopeHost: `${inCluster === undefined ? namespace : clusterScope(inCluster, port)}/${host}`,
    podsScopeHost: undefined,
    peer: externalPeer(address, inCluster),
    needsDnsCapture: address === undefined && inCluster === undefined && port.family === 'tcp',
    minReplicas: undefined,
    endpoints,
    layers: layersBehind(profiles, namespace, {
      ...external,
      kind: external.kind && storeProfile(external.kind),
    }),
    ownTimeMs: undefined,
    character: { ...NO_CHARACTER, objectives },
  };
}

/** The namespaces that a scope takes a host of the cluster from: its own, and where its routes are, which is ours. */
function clusterScope(namespace: string, { family }: PortDeclaration): string {
  return family === 'http' ? '*' : namespace;
}

function externalPeer(address: string | undefined, inCluster: string | undefined): NetworkPeer {
  if (address !== undefined) return { kind: 'address', address };
  if (inCluster === undefined) return { kind: 'anywhere' };
  return { kind: 'pods', namespace: inCluster, labels: undefined };
}

/** The registry's name for something outside: its own, or one made up for a bare address. */
export function externalHost(
  { host, name, namespace }: ExternalDeclaration,
  mesh: MeshPlan,
): string {
  // `.external` keeps the made-up name out of every real zone and of the cluster's
  return host ?? `${name}.${namespace}.external.${mesh.clusterDomain}`;
}

/** The namespace of a host that the cluster itself serves, or undefined for any other. */
export function clusterNamespace(host: string, mesh: MeshPlan): string | undefined {
  const suffix = `.svc.${mesh.clusterDomain}`;
  return host.endsWith(suffix) ? host.slice(0, -suffix.length).split('.').at(-1) : undefined;
}
