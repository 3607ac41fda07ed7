import type { Address } from '../graph/address';
import type { Match } from '../traffic/match';
import type { Loosening } from './pod-hardening';
import type { Probe } from './probe';
import type { Protocol, ProtocolFamily } from './port';
import type { RolloutStrategy } from './rollout';
import type { Scale } from './scale';

/** A port as declared, with the name that it is emitted under. */
export interface PortDeclaration {
  /** The key in `ports`; undefined for `port`. */
  readonly key: string | undefined;
  /** Protocol, then the key: Istio reads the part before the first dash. */
  readonly name: string;
  readonly protocol: Protocol;
  readonly family: ProtocolFamily;
  readonly number: number;
  readonly targetPort: number;
}

/** The value of an environment variable before addresses are known. */
export type EnvironmentSource =
  | { readonly value: string }
  | { readonly valueFrom: Readonly<Record<string, unknown>> }
  | { readonly address: Address };

/** Environment variables by name. */
export type EnvironmentDeclaration = Readonly<Record<string, EnvironmentSource>>;

/** A version as declared. */
export interface VersionDeclaration {
  readonly name: string;
  readonly image: string;
  readonly weight: number | undefined;
  readonly when: Match | undefined;
  readonly env: EnvironmentDeclaration;
  readonly scale: Scale | undefined;
  /** Whether it gets no requests any more, and goes with the next deployment. */
  readonly isRetiring: boolean;
}

/** Quantities of one resource. */
export interface QuantityPair {
  readonly request: string | undefined;
  readonly limit: string | undefined;
}

/** Resources as declared. */
export interface ResourceDeclaration {
  readonly cpu: QuantityPair;
  readonly memory: QuantityPair;
}

/** A volume and where it is mounted. */
export interface MountDeclaration {
  readonly name: string;
  readonly path: string;
  readonly readOnly: boolean;
  /** The volume's source in Kubernetes' own shape, without its name. */
  readonly source: Readonly<Record<string, unknown>>;
}

/** A volume that each pod claims. */
export interface ClaimDeclaration {
  readonly name: string;
  readonly path: string;
  readonly size: string;
  readonly storageClass: string | undefined;
}

/** What a pod that goes away waits for, as declared. */
export interface DrainDeclaration {
  readonly propagationMs: number | undefined;
  readonly longestConnectionMs: number | undefined;
  readonly cleanUpMs: number | undefined;
}

/** How pods come and go, as declared. */
export interface LifecycleDeclaration {
  readonly startsWithinMs: number | undefined;
  readonly minReadyMs: number | undefined;
  readonly rollout: RolloutStrategy | undefined;
  readonly drain: DrainDeclaration;
}

/** The workload of a service as declared; invalid values are reported and left out. */
export interface WorkloadDeclaration extends LifecycleDeclaration {
  readonly kind: 'deployment' | 'stateful' | 'job';
  readonly claims: readonly ClaimDeclaration[];
  readonly backoffLimit: number | undefined;
  readonly versions: readonly VersionDeclaration[];
  /** Whether each version has a subset, even an only one: where a version goes, no route may change with it. */
  readonly hasSubsets: boolean;
  readonly ports: readonly PortDeclaration[];
  readonly scale: Scale | undefined;
  readonly command: readonly string[] | undefined;
  readonly args: readonly string[] | undefined;
  readonly env: EnvironmentDeclaration;
  readonly mounts: readonly MountDeclaration[];
  readonly resources: ResourceDeclaration;
  readonly sidecarResources: ResourceDeclaration;
  readonly readiness: Probe | undefined;
  readonly liveness: Probe | undefined;
  readonly startup: Probe | undefined;
  readonly user: number | undefined;
  readonly loosenings: readonly Loosening[];
  readonly podLabels: Readonly<Record<string, string>>;
  readonly podAnnotations: Readonly<Record<string, string>>;
  readonly serviceAccount: string | undefined;
  readonly imagePullSecrets: readonly string[];
}
