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
export { MeshNamespace } from './mesh-namespace';

// services and what they run
export {
  ResilientService,
  type OperationCallOptions,
  type ResilientServiceProps,
} from './resilient-service';
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
export { Scale, type ScaleTargets } from '../lib/workload/scale';
export {
  Workload,
  type ClaimOptions,
  type JobOptions,
  type StatefulOptions,
} from '../lib/workload/workload-kind';

// calls
export type { AddressOptions, ICallable } from './callable';
export type { Address, AddressPart } from '../lib/graph/address';
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
export { LoadBalancing, type HashKey } from '../lib/traffic/load-balancing';
export { Match, type MatchSubject, type StringMatch } from '../lib/traffic/match';
export { OutlierDetection, type OutlierDetectionOptions } from '../lib/traffic/outlier-detection';
export { Pool, type PoolOptions } from '../lib/traffic/pool';
export {
  Retries,
  type RetriesFor,
  type RetriesOptions,
  type RetryCondition,
} from '../lib/traffic/retries';
export type { TrafficProps } from '../lib/traffic/declare';

// the edge of the mesh
export { MeshGateway, type ExposeOptions } from './mesh-gateway';
export type { GatewayRouteOptions, MeshGatewayProps } from '../lib/gateway/declare';
export { GatewayTls } from '../lib/gateway/gateway-tls';
export { ExternalService } from './external-service';
export { DataStore, type TcpDataStoreProps } from './data-store';
export type { DataStoreProps, ExternalServiceProps } from '../lib/external/declare';
export { Tls } from '../lib/external/tls';
