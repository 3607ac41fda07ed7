/**
 * Declare services and who calls whom; get an Istio configuration that is safe by construction.
 *
 * @module
 */

// the app and the facts about its mesh
export { MeshApp, type MeshAppProps } from './mesh-app';
export {
  synthesize,
  synthesizeShards,
  type SynthesizeOptions,
  type Synthesis,
} from '../lib/synth/synthesize';
export {
  synthesizeInThreads,
  type ThreadsOptions,
} from '../lib/synth/threads/synthesize-in-threads';
export type { MakeShards } from '../lib/synth/threads/part';
export type { WriteHooks } from '../lib/synth/app-writer';
export { Mesh } from './mesh';
export type {
  ClusterDnsFacts,
  DeadlineFacts,
  IngressGatewayFacts,
  MeshProps,
} from '../lib/mesh/props';
export {
  Prometheus,
  type PrometheusOperatorOptions,
  type PrometheusOptions,
} from '../lib/mesh/prometheus';
export { Tracing, type TracingOptions } from '../lib/mesh/tracing';
export type { LimitFacts, TopologyFacts } from '../lib/mesh/topology';
export { Findings } from './findings';
export { MeshNamespace, type MeshNamespaceProps } from './mesh-namespace';

// services and what they run
export {
  ResilientService,
  type OperationCallOptions,
  type ResilientServiceProps,
} from './resilient-service';
export { Objective } from '../lib/graph/objective';
export type { CharacterProps, Criticality, PromiseProps } from '../lib/graph/service-character';
export type { MetricsProps, ServiceProps } from '../lib/graph/declare-service';
export type {
  EnvironmentValue,
  ResourceProps,
  VersionProps,
  WorkloadProps,
} from '../lib/workload/props';
export { Mount, type EmptyDirOptions, type MountSource } from '../lib/workload/mount';
export { PodHardening, type Loosening } from '../lib/workload/pod-hardening';
export { Port, type PortOptions, type Protocol } from '../lib/workload/port';
export {
  Probe,
  type HttpProbeOptions,
  type ProbeHandler,
  type PortProbeOptions,
  type ProbeOptions,
} from '../lib/workload/probe';
export type { DrainProps, LifecycleProps } from '../lib/workload/lifecycle-props';
export { Rollout, type RolloutStrategy } from '../lib/workload/rollout';
export { Scale, type ScaleTargets } from '../lib/workload/scale';
export type { OutputToken, StringOrToken } from '../lib/values/token';
export {
  Workload,
  type ClaimOptions,
  type JobOptions,
  type StatefulOptions,
} from '../lib/workload/workload-kind';

// calls
export type { AddressOptions, ICallable } from './callable';
export type { Address, AddressPart } from '../lib/graph/address';
export type { CallPatternOptions } from '../lib/graph/call-pattern';
export type { CallOptions } from '../lib/graph/declare-call';
export {
  Operation,
  type KeyedOptions,
  type Operations,
  type Repeatability,
  type ServiceOperation,
  type ServiceOperations,
} from '../lib/graph/operation';
export { ServiceReference, type ServiceReferenceProps } from './service-reference';
export { Caller, Identity, type CallerOptions } from '../lib/security/identity';
export { MutualTls } from '../lib/security/mutual-tls';

// traffic policy
export { Capacity, type CapacityOptions } from '../lib/traffic/capacity';
export type {
  ConnectionProps,
  Http2KeepaliveProps,
  TcpKeepaliveProps,
} from '../lib/traffic/connection';
export { Distribution, type LocalityShares } from '../lib/traffic/distribution';
export { Failover } from '../lib/traffic/failover';
export { Load, type LoadOptions } from '../lib/traffic/load';
export {
  HashTable,
  LoadBalancing,
  Warmup,
  type BalancingOptions,
  type HashKey,
  type HashOptions,
  type WarmupOptions,
} from '../lib/traffic/load-balancing';
export { Match, type MatchSubject, type StringMatch } from '../lib/traffic/match';
export { Mirror, type MirrorOptions } from '../lib/traffic/mirror';
export {
  OutlierDetection,
  PanicThreshold,
  type OutlierDetectionOptions,
} from '../lib/traffic/outlier-detection';
export type { ClientPolicyProps, ProfileProps } from '../lib/traffic/policy-props';
export { Pool, type PoolOptions } from '../lib/traffic/pool';
export { Profile } from '../lib/traffic/profile';
export { RetryBudget, type RetryBudgetOptions } from '../lib/traffic/retry-budget';
export {
  Retries,
  type RepetitionOptions,
  type RetriesFor,
  type RetriesOptions,
  type RetryCondition,
} from '../lib/traffic/retries';
export { Split } from '../lib/traffic/split';
export type { TrafficProps } from '../lib/traffic/declare';

// load shedding
export {
  AdaptiveConcurrency,
  type AdaptiveConcurrencyOptions,
  type MeasuredConcurrencyOptions,
} from '../lib/shedding/adaptive-concurrency';
export { AdmissionControl, type AdmissionControlOptions } from '../lib/shedding/admission-control';
export { RateLimit, type RateLimitOptions } from '../lib/shedding/rate-limit';
export type { SheddingProps } from '../lib/shedding/declare';
export type { CallerReference } from '../lib/graph/caller-reference';

// experiments
export { Experiment, type ExperimentProps } from './experiment';
export type { ExperimentOptions } from '../lib/experiment/declare';
export { Fault, type FaultOptions, type GrpcStatus } from '../lib/experiment/fault';

// the edge of the mesh
export { MeshGateway, type ExposeOptions } from './mesh-gateway';
export type { GatewayRouteOptions, MeshGatewayProps } from '../lib/gateway/declare';
export { GatewayTls } from '../lib/gateway/gateway-tls';
export { ExternalService } from './external-service';
export { DataStore, type TcpDataStoreProps } from './data-store';
export type {
  DataStoreProps,
  ExternalServiceProps,
  ExternalTrafficProps,
} from '../lib/external/declare';
export { Tls } from '../lib/external/tls';
