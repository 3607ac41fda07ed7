import type { MeshDeclaration } from './declare';
import type { TopologyDeclaration } from './topology';

/** Every fact about the mesh, resolved. */
export interface MeshPlan {
  readonly istio: string;
  readonly kubernetes: string;
  readonly hasCni: boolean;
  readonly hasNativeSidecars: boolean;
  readonly trustDomain: string;
  readonly clusterDomain: string;
  readonly rootNamespace: string;
  readonly revision: string | undefined;
  readonly ingressGateway: {
    readonly namespace: string;
    readonly selector: Readonly<Record<string, string>>;
    readonly serviceAccount: string;
    readonly maxReplicas: number;
  };
  readonly dns: { readonly namespace: string; readonly nodeLocalAddress: string | undefined };
  readonly prometheus: {
    readonly namespace: string;
    readonly hasOperator: boolean;
    readonly labels: Readonly<Record<string, string>>;
    readonly runbooks: string | undefined;
  };
  readonly tracing: TracingPlan | undefined;
  readonly environment: 'production' | 'test';
  readonly experiments: readonly string[];
  readonly ownTimeMs: number;
  readonly maxDeadlineMs: number;
  readonly zones: TopologyDeclaration['zones'];
  readonly maxAmplification: number;
  readonly maxDepth: number;
  readonly maxFanOut: number;
  /** Whether somebody gave the deadlines, which are ours otherwise. */
  readonly isGiven: { readonly ownTime: boolean; readonly maxDeadline: boolean };
}

/** Where traces go. */
export interface TracingPlan {
  readonly provider: string;
  readonly host: string;
  readonly port: number;
  readonly samplingPercent: number;
}

// a round number to start from: what a service takes is for its owner to say, in `ownTime`
const OWN_TIME_MS = 1_000;
// twice the 15 s after which Envoy by itself gives a request up; few clients wait longer
const MAX_DEADLINE_MS = 30_000;
// three calls in a row with Istio's own two retries each: 3 x 3 x 3. The example of a system that its own retries keep
// down is four tries on three layers, 64. @see https://sre.google/sre-book/addressing-cascading-failures/
const MAX_AMPLIFICATION = 27;
// ten times the failures or slow answers of one: 1 - 0.999^10 = 1.0 %, 1 - 0.99^10 = 9.6 %
// @see https://research.google/pubs/the-tail-at-scale/
const MAX_DEPTH = 10;
const MAX_FAN_OUT = 10;

// the upper bound of the autoscaler that Istio's charts give the gateway
// @see https://github.com/istio/istio/blob/release-1.31/manifests/charts/gateway/values.yaml
const GATEWAY_REPLICAS = 5;

/** The facts with every default resolved. */
export function planMesh(facts: MeshDeclaration): MeshPlan {
  return {
    istio: facts.istio ?? '1.31',
    kubernetes: facts.kubernetes ?? '1.33',
    hasCni: facts.redirection === 'cni',
    hasNativeSidecars: facts.sidecars !== 'classic',
    trustDomain: facts.trustDomain ?? 'cluster.local',
    clusterDomain: facts.clusterDomain ?? 'cluster.local',
    rootNamespace: facts.rootNamespace ?? 'istio-system',
    revision: facts.revision,
    ingressGateway: {
      namespace: facts.ingressGateway.namespace ?? 'istio-system',
      selector: facts.ingressGateway.selector ?? { istio: 'ingressgateway' },
      serviceAccount: facts.ingressGateway.serviceAccount ?? 'istio-ingressgateway-service-account',
      maxReplicas: facts.ingressGateway.maxReplicas ?? GATEWAY_REPLICAS,
    },
    dns: {
      namespace: facts.dns.namespace ?? 'kube-system',
      nodeLocalAddress: facts.dns.nodeLocalAddress,
    },
    prometheus: {
      namespace: facts.prometheus.namespace ?? 'monitoring',
      hasOperator: facts.prometheus.hasOperator,
      labels: facts.prometheus.labels ?? { release: 'kube-prometheus-stack' },
      runbooks: facts.prometheus.runbooks,
    },
    tracing: facts.tracing && {
      ...facts.tracing,
      samplingPercent: facts.tracing.samplingPercent ?? 1,
    },
    // a fact that nobody gave must not let a fault into production
    environment: facts.environment ?? 'production',
    experiments: facts.experiments,
    ...planLimits(facts),
    zones: facts.zones,
  };
}

function planLimits(facts: MeshDeclaration) {
  return {
    ownTimeMs: facts.ownTimeMs ?? OWN_TIME_MS,
    maxDeadlineMs: facts.maxDeadlineMs ?? MAX_DEADLINE_MS,
    maxAmplification: facts.maxAmplification ?? MAX_AMPLIFICATION,
    maxDepth: facts.maxDepth ?? MAX_DEPTH,
    maxFanOut: facts.maxFanOut ?? MAX_FAN_OUT,
    isGiven: {
      ownTime: facts.ownTimeMs !== undefined,
      maxDeadline: facts.maxDeadlineMs !== undefined,
    },
  };
}
