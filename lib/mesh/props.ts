import type { Duration } from 'cdk8s';
import type { Profile } from '../traffic/profile';
import type { StringOrToken } from '../values/token';
import type { Prometheus } from './prometheus';
import type { TopologyFacts } from './topology';
import type { Tracing } from './tracing';

/** Istio versions that the rules and defaults were checked against. */
export const ISTIO_VERSIONS = ['1.29', '1.30', '1.31'] as const;

/** An existing gateway workload that terminates traffic from outside. */
export interface IngressGatewayFacts {
  /**
   * Its namespace; TLS secrets live there.
   *
   * @default 'istio-system'
   */
  readonly namespace?: string;

  /**
   * Labels of its pods.
   *
   * @default { istio: 'ingressgateway' }
   */
  readonly selector?: Readonly<Record<string, string>>;

  /**
   * Its service account: the identity that services admit.
   *
   * @default 'istio-ingressgateway-service-account', as istioctl installs it
   */
  readonly serviceAccount?: string;

  /**
   * The most pods that it runs, which share what a service can take; at least 1.
   *
   * @default 5, as the autoscaler of Istio's charts
   */
  readonly maxReplicas?: number;
}

/** The cluster's DNS, as network policies see it. */
export interface ClusterDnsFacts {
  /**
   * Namespace of the DNS pods.
   *
   * @default 'kube-system'
   */
  readonly namespace?: string;

  /**
   * Address of a DNS cache on each node, where one runs.
   *
   * @default - none
   */
  readonly nodeLocalAddress?: StringOrToken;
}

/** Deadlines that nobody gave. */
export interface DeadlineFacts {
  /**
   * Time that a service takes for itself, besides the calls it makes.
   *
   * @default Duration.seconds(1)
   */
  readonly ownTime?: Duration;

  /**
   * Largest derived deadline. Deadlines given explicitly may be longer.
   *
   * @default Duration.seconds(30)
   */
  readonly maximum?: Duration;
}

/** Facts about the cluster and mesh that the manifests are for. */
export interface MeshProps extends TopologyFacts {
  /**
   * Istio's minor version: 1.29, 1.30 or 1.31. Others are refused.
   *
   * @default '1.31'
   */
  readonly istio?: string;

  /**
   * Kubernetes' minor version, at least 1.32.
   *
   * @default '1.33'
   */
  readonly kubernetes?: string;

  /**
   * How proxies are attached. Ambient is refused for now.
   *
   * @default 'sidecar'
   */
  readonly dataPlane?: 'sidecar' | 'ambient';

  /**
   * What redirects a pod's traffic to its proxy. Only with `cni` can namespaces enforce restricted pod security,
   * since the init container needs NET_ADMIN.
   *
   * @default 'init-container'
   */
  readonly redirection?: 'cni' | 'init-container';

  /**
   * How the proxy runs in the pod. A native sidecar starts before and ends after the application; a classic one
   * delays the application's start instead, and keeps jobs from ending.
   *
   * @default 'native'
   */
  readonly sidecars?: 'native' | 'classic';

  /**
   * Trust domain of the identities.
   *
   * @default 'cluster.local'
   */
  readonly trustDomain?: string;

  /**
   * Domain of the cluster's services.
   *
   * @default 'cluster.local'
   */
  readonly clusterDomain?: string;

  /**
   * Namespace of istiod and of mesh-wide configuration.
   *
   * @default 'istio-system'
   */
  readonly rootNamespace?: string;

  /**
   * Revision of the control plane that injects the proxies.
   *
   * @default - the default revision
   */
  readonly revision?: string;

  /**
   * The gateway workload that {@link MeshGateway} binds to.
   *
   * @default - the one that istioctl installs
   */
  readonly ingressGateway?: IngressGatewayFacts;

  /**
   * The cluster's DNS.
   *
   * @default - pods of kube-system
   */
  readonly dns?: ClusterDnsFacts;

  /**
   * How Prometheus scrapes.
   *
   * @default Prometheus.annotations()
   */
  readonly prometheus?: Prometheus;

  /**
   * Where traces go.
   *
   * @default - nowhere
   */
  readonly tracing?: Tracing;

  /**
   * What the mesh is for. In production an {@link Experiment} is refused that `experiments` does not name.
   *
   * @default 'production'
   */
  readonly environment?: 'production' | 'test';

  /**
   * Names of the experiments that may be made in production.
   *
   * @default - none
   */
  readonly experiments?: readonly string[];

  /**
   * Deadlines that nobody gave.
   *
   * @default - 1 s of a service's own, at most 30 s
   */
  readonly deadlines?: DeadlineFacts;

  /**
   * A policy with a name, for every call that nothing nearer says otherwise of.
   *
   * @default - our own defaults
   */
  readonly profile?: Profile;
}
