import { ISTIO_PORT } from '../conventions/istio';
import type { EdgePlan } from '../graph/edge';
import { clusterNamespace, type NetworkPeer } from '../graph/target';
import { groupBy } from '../values/group-by';
import type { MeshPlan, TracingPlan } from '../mesh/plan';

/** Ports between a workload and one peer. */
export interface NetworkRulePlan {
  readonly peer: NetworkPeer;
  /** Each once, sorted. */
  readonly ports: readonly { readonly protocol: 'TCP' | 'UDP'; readonly port: number }[];
}

/** Everything that may reach a workload, and everything that it may reach. */
export interface NetworkPlan {
  readonly ingress: readonly NetworkRulePlan[];
  readonly egress: readonly NetworkRulePlan[];
}

const DNS_PORT = 53;

// the API server is no pod: its Service leads to a node's own address, on 443 or 6443
const KUBERNETES_API: NetworkRulePlan = {
  peer: { kind: 'anywhere' },
  ports: [tcp(443), tcp(6443)],
};

/** What planning a network policy needs to know. */
export interface NetworkQuestion {
  readonly into: readonly EdgePlan[];
  readonly from: readonly EdgePlan[];
  /** Whether the program talks to the Kubernetes API. */
  readonly callsKubernetes: boolean;
  readonly mesh: MeshPlan;
}

/** The network side of the calls into and out of a workload, and what its proxy itself needs. */
export function planNetwork({ into, from, callsKubernetes, mesh }: NetworkQuestion): NetworkPlan {
  const proxy = proxyRules(mesh);
  return {
    ingress: merge([
      ...into.map(({ caller, port }) => ({ peer: caller.peer, ports: [tcp(port.targetPort)] })),
      ...proxy.ingress,
    ]),
    egress: merge([
      ...from.map(({ target, port }) => ({ peer: target.peer, ports: [tcp(port.targetPort)] })),
      ...(callsKubernetes ? [KUBERNETES_API] : []),
      ...proxy.egress,
    ]),
  };
}

const rulesOf = new WeakMap<MeshPlan, NetworkPlan>();

/** What every proxy of the mesh needs; worked out once. */
function proxyRules(mesh: MeshPlan): NetworkPlan {
  const known = rulesOf.get(mesh);
  if (known !== undefined) return known;
  const rules: NetworkPlan = { ingress: [metricsIngress(mesh)], egress: proxyEgress(mesh) };
  rulesOf.set(mesh, rules);
  return rules;
}

function metricsIngress({ prometheus }: MeshPlan): NetworkRulePlan {
  return {
    peer: pods(prometheus.namespace),
    ports: [tcp(ISTIO_PORT.mergedMetrics), tcp(ISTIO_PORT.envoyMetrics)],
  };
}

function proxyEgress(mesh: MeshPlan): readonly NetworkRulePlan[] {
  const { dns, rootNamespace, tracing } = mesh;
  const dnsPorts = [tcp(DNS_PORT), { protocol: 'UDP', port: DNS_PORT } as const];
  return [
    { peer: pods(dns.namespace), ports: dnsPorts },
    ...(dns.nodeLocalAddress === undefined
      ? []
      : [{ peer: { kind: 'address', address: dns.nodeLocalAddress } as const, ports: dnsPorts }]),
    {
      peer: pods(rootNamespace, { app: 'istiod' }),
      ports: [tcp(ISTIO_PORT.istiodTls)],
    },
    ...(tracing === undefined
      ? []
      : [{ peer: collectorPeer(tracing, mesh), ports: [tcp(tracing.port)] }]),
  ];
}

function collectorPeer({ host }: TracingPlan, mesh: MeshPlan): NetworkPeer {
  const namespace = clusterNamespace(host, mesh);
  return namespace === undefined ? { kind: 'anywhere' } : pods(namespace);
}

function pods(namespace: string, labels?: Readonly<Record<string, string>>): NetworkPeer {
  return { kind: 'pods', namespace, labels };
}

function tcp(port: number): { readonly protocol: 'TCP'; readonly port: number } {
  return { protocol: 'TCP', port };
}

/** One rule a peer, with all of its ports, sorted. */
function merge(rules: readonly NetworkRulePlan[]): readonly NetworkRulePlan[] {
  const byPeer = groupBy(rules, ({ peer }) => peerKey(peer));
  return [...byPeer.keys()].sort().flatMap((key) => {
    const rulesOfPeer = byPeer.get(key) ?? [];
    const [first, second] = rulesOfPeer;
    if (first === undefined || second === undefined) return rulesOfPeer;
    return [{ peer: first.peer, ports: uniquePorts(rulesOfPeer.flatMap(({ ports }) => ports)) }];
  });
}

const keys = new WeakMap<NetworkPeer, string>();

/** Equal for equal peers; worked out once for each that many rules name. */
function peerKey(peer: NetworkPeer): string {
  const known = keys.get(peer);
  if (known !== undefined) return known;
  const labels = peer.kind === 'pods' ? Object.entries(peer.labels ?? {}).sort() : [];
  const key = JSON.stringify([peer.kind, peer.kind === 'pods' ? [peer.namespace, labels] : peer]);
  keys.set(peer, key);
  return key;
}

function uniquePorts(ports: NetworkRulePlan['ports']): NetworkRulePlan['ports'] {
  const byText = new Map(ports.map((port) => [`${port.protocol}/${port.port}`, port]));
  return [...byText.values()].sort((a, b) => a.port - b.port || (a.protocol < b.protocol ? -1 : 1));
}
