import { isInBlock } from './addresses';
import type { Labels, NetworkPolicyPeer, NetworkPolicyPort, NetworkPolicyRule } from './kubernetes';
import { isSelected } from './labels';
import { select } from './manifests';
import type { Manifests, ResourceOf } from './manifests';

/** A pod in the cluster; without an `ip` no ipBlock is taken to contain it. */
export interface Pod {
  readonly namespace: string;
  readonly labels: Labels;
  readonly ip?: string;
}

/** The other end of a connection: a pod, or an address outside the cluster. */
export type Peer = Pod | { readonly ip: string };

/** A connection as one of its ends sees it; `port` is the one dialled on the receiving pod. */
export interface Connection {
  readonly pod: Pod;
  readonly peer: Peer;
  readonly port: number;
  readonly protocol?: 'TCP' | 'UDP' | 'SCTP';
}

type NetworkPolicy = ResourceOf<'NetworkPolicy'>;
type Direction = 'Ingress' | 'Egress';

/** Whether the sending pod may open the connection. */
export function isEgressAllowed(manifests: Manifests, connection: Connection): boolean {
  return isAllowed(manifests, 'Egress', connection);
}

/** Whether the receiving pod may accept the connection. */
export function isIngressAllowed(manifests: Manifests, connection: Connection): boolean {
  return isAllowed(manifests, 'Ingress', connection);
}

// Policies only add up: a pod that none selects for a direction is open in that direction
// (kubernetes.io/docs/concepts/services-networking/network-policies).
function isAllowed(manifests: Manifests, direction: Direction, connection: Connection): boolean {
  const { pod } = connection;
  const policies = select(manifests, 'NetworkPolicy').filter(
    (policy) =>
      policy.metadata.namespace === pod.namespace &&
      isSelected(pod.labels, policy.spec.podSelector ?? {}) &&
      directionsOf(policy).includes(direction),
  );
  if (policies.length === 0) return true;
  return policies.some((policy) =>
    rulesOf(policy, direction).some(
      ({ ports = [], peers }) =>
        (ports.length === 0 || ports.some((port) => isPort(port, connection))) &&
        (peers.length === 0 ||
          peers.some((peer) => isPeer(manifests, policy, { peer, connection }))),
    ),
  );
}

// Ingress always, Egress if there is an egress rule
// (kubernetes: pkg/apis/networking/v1/defaults.go, SetDefaults_NetworkPolicy).
function directionsOf({ spec }: NetworkPolicy): readonly string[] {
  const { policyTypes = [], egress = [] } = spec;
  if (policyTypes.length > 0) return policyTypes;
  return egress.length > 0 ? ['Ingress', 'Egress'] : ['Ingress'];
}

interface Rule {
  readonly ports?: readonly NetworkPolicyPort[];
  readonly peers: readonly NetworkPolicyPeer[];
}

function rulesOf({ spec }: NetworkPolicy, direction: Direction): readonly Rule[] {
  const rules = (direction === 'Ingress' ? spec.ingress : spec.egress) ?? [];
  return rules.map(({ from = [], to = [], ports }: NetworkPolicyRule) => ({
    ports,
    peers: direction === 'Ingress' ? from : to,
  }));
}

function isPort(wanted: NetworkPolicyPort, connection: Connection): boolean {
  const { port, protocol = 'TCP' } = connection;
  if ((wanted.protocol ?? 'TCP') !== protocol) return false;
  if (wanted.port === undefined) return true;
  if (typeof wanted.port === 'string') {
    throw new Error(`a named port is not evaluated: ${wanted.port}`);
  }
  return wanted.port <= port && port <= (wanted.endPort ?? wanted.port);
}

function isPeer(
  manifests: Manifests,
  policy: NetworkPolicy,
  {
    peer: wanted,
    connection,
  }: { readonly peer: NetworkPolicyPeer; readonly connection: Connection },
): boolean {
  const { peer } = connection;
  if (wanted.ipBlock !== undefined) {
    const { cidr, except = [] } = wanted.ipBlock;
    const { ip } = peer;
    if (ip === undefined) return false;
    return isInBlock(ip, cidr) && !except.some((block) => isInBlock(ip, block));
  }
  if (!('labels' in peer)) return false;
  const isNamespace =
    wanted.namespaceSelector === undefined
      ? peer.namespace === policy.metadata.namespace
      : isSelected(namespaceLabels(manifests, peer.namespace), wanted.namespaceSelector);
  return isNamespace && isSelected(peer.labels, wanted.podSelector ?? {});
}

// The API server sets the name label on every namespace
// (kubernetes.io/docs/reference/labels-annotations-taints).
function namespaceLabels(manifests: Manifests, name: string): Labels {
  const declared = select(manifests, 'Namespace').find(({ metadata }) => metadata.name === name);
  return { ...declared?.metadata.labels, 'kubernetes.io/metadata.name': name };
}
