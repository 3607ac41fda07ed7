import type { ISidecar } from '@kubernetes-models/istio/networking.istio.io/v1/Sidecar' with {
  'resolution-mode': 'import',
};
import type { IAuthorizationPolicy } from '@kubernetes-models/istio/security.istio.io/v1/AuthorizationPolicy' with {
  'resolution-mode': 'import',
};
import type { IPeerAuthentication } from '@kubernetes-models/istio/security.istio.io/v1/PeerAuthentication' with {
  'resolution-mode': 'import',
};
import type { INetworkPolicy } from 'kubernetes-models/networking.k8s.io/v1/NetworkPolicy' with {
  'resolution-mode': 'import',
};
import { isIPv6 } from 'node:net';
import { LABEL, selectorOf } from '../conventions/labels';
import type { NetworkPeer } from '../graph/target';
import { computeText } from '../values/token';
import type { AdmissionPlan, AuthorizationPlan, PermissionPlan } from './plan-authorization';
import type { NetworkPlan, NetworkRulePlan } from './plan-network';
import type { InboundPlan } from '../traffic/plan-inbound';
import { renderPool } from '../traffic/render-pool';
import type { ScopePlan } from './plan-scope';

type Spec<T extends { spec?: unknown }> = NonNullable<T['spec']>;
type Rule = NonNullable<Spec<IAuthorizationPolicy>['rules']>[number];
type NetworkSpec = Spec<INetworkPolicy>;
type Peer = NonNullable<NonNullable<NetworkSpec['egress']>[number]['to']>[number];

/** Whether one workload takes plain text. */
export function renderPeerAuthentication(
  service: string,
  mode: 'STRICT' | 'PERMISSIVE',
): Spec<IPeerAuthentication> {
  return { selector: { matchLabels: selectorOf(service) }, mtls: { mode } };
}

/** Who may call one workload. Without rules nothing matches, and all is denied. */
export function renderAuthorization(
  service: string,
  { admissions }: AuthorizationPlan,
): Spec<IAuthorizationPolicy> {
  return {
    selector: { matchLabels: selectorOf(service) },
    action: 'ALLOW',
    ...(admissions.length > 0 && { rules: admissions.map(renderAdmission) }),
  };
}

function renderAdmission({ principal, permissions }: AdmissionPlan): Rule {
  return {
    from: [
      {
        // plain text carries no identity at all
        source: principal === undefined ? { notPrincipals: ['*'] } : { principals: [principal] },
      },
    ],
    to: permissions.map(renderPermission),
  };
}

function renderPermission({
  port,
  methods,
  paths,
}: PermissionPlan): NonNullable<Rule['to']>[number] {
  return {
    operation: {
      ports: [String(port)],
      ...(methods.length > 0 && { methods: [...methods] }),
      ...(paths.length > 0 && { paths: [...paths] }),
    },
  };
}

/** What the network lets into and out of one workload. */
export function renderNetworkPolicy(service: string, plan: NetworkPlan): NetworkSpec {
  return {
    podSelector: { matchLabels: selectorOf(service) },
    policyTypes: ['Ingress', 'Egress'],
    ingress: plan.ingress.map((rule) => ({ from: renderPeers(rule), ports: renderPorts(rule) })),
    egress: plan.egress.map((rule) => ({ to: renderPeers(rule), ports: renderPorts(rule) })),
  };
}

function renderPorts({ ports }: NetworkRulePlan): { protocol: 'TCP' | 'UDP'; port: number }[] {
  return ports.map((port) => ({ ...port }));
}

function renderPeers({ peer }: NetworkRulePlan): Peer[] {
  switch (peer.kind) {
    case 'anywhere':
      return [{ ipBlock: { cidr: '0.0.0.0/0' } }, { ipBlock: { cidr: '::/0' } }];
    case 'address':
      return [{ ipBlock: { cidr: computeText(peer.address, cidrOf) } }];
    case 'pods':
      return [renderPods(peer)];
  }
}

/** The one address as a range. */
function cidrOf(address: string): string {
  return `${address}/${isIPv6(address) ? 128 : 32}`;
}

function renderPods({ namespace, labels }: Extract<NetworkPeer, { kind: 'pods' }>): Peer {
  const namespaceSelector = { matchLabels: { [LABEL.namespaceName]: namespace } };
  return labels
    ? { namespaceSelector, podSelector: { matchLabels: labels } }
    : { namespaceSelector };
}

/** What one workload's proxy knows, and what it lets through. `~/*` is nothing at all. */
export function renderSidecar(
  service: string,
  { hosts }: ScopePlan,
  inbound: InboundPlan | undefined,
): Spec<ISidecar> {
  return {
    workloadSelector: { labels: selectorOf(service) },
    ...(inbound && { inboundConnectionPool: renderPool(inbound) }),
    outboundTrafficPolicy: { mode: 'REGISTRY_ONLY' },
    egress: [{ hosts: hosts.length > 0 ? [...hosts] : ['~/*'] }],
  };
}
