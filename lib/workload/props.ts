import type { Size } from 'cdk8s';
import type { Cpu, EnvValue } from 'cdk8s-plus-27';
import type { Address } from '../graph/address';
import type { Match } from '../traffic/match';
import type { Named } from '../values/named';
import type { StringOrToken } from '../values/token';
import type { LifecycleProps } from './lifecycle-props';
import type { Mount } from './mount';
import type { PodHardening } from './pod-hardening';
import type { Port } from './port';
import type { Probe } from './probe';
import type { Scale } from './scale';
import type { Workload } from './workload-kind';

/** An environment variable: text, a reference from cdk8s-plus, or the address of something called. */
export type EnvironmentValue = StringOrToken | EnvValue | Address;

/** Requests and limits of one container; the shape of cdk8s-plus's `ContainerResources`. */
export interface ResourceProps {
  /**
   * CPU as `Cpu` or a Kubernetes quantity such as `'250m'`.
   *
   * @default - 100m requested, no limit: a limit throttles bursts that the node could carry
   */
  readonly cpu?: { readonly request?: Cpu | string; readonly limit?: Cpu | string };

  /**
   * Memory as `Size` or a Kubernetes quantity such as `'64Mi'`.
   *
   * @default - 256Mi requested; the limit is the request
   */
  readonly memory?: { readonly request?: Size | string; readonly limit?: Size | string };
}

/** One version of a service: a workload of its own behind the common Service. */
export interface VersionProps {
  /** The container image. */
  readonly image: StringOrToken;

  /**
   * Share of the requests that no `when` selects, in percent. The weights of a service add to 100.
   *
   * @default - 100 for the only version without `when`; otherwise no share
   */
  readonly weight?: number;

  /**
   * Requests that always go to this version.
   *
   * @default - no requests but the weighted share
   */
  readonly when?: Match;

  /**
   * Environment of this version, over the service's own.
   *
   * @default - the service's environment
   */
  readonly env?: Readonly<Record<string, EnvironmentValue>>;

  /**
   * Replicas of this version.
   *
   * @default - the service's scale
   */
  readonly scale?: Scale;

  /**
   * Whether the version is about to go: it gets no requests any more, and its pods and subset stay for this deployment.
   * Take it out with the next one, and no request is lost. It has no `weight` and no `when`, gets no copies of a
   * `mirror`, and is not beside `Failover.fromVersion`, which chooses among the pods of all versions.
   *
   * @default false
   */
  readonly retiring?: boolean;
}

/** What runs: image, ports, environment, probes, resources, pod security. */
export interface WorkloadProps extends LifecycleProps {
  /**
   * The container image of a service with one version. Exclusive with `versions`.
   *
   * @default - the images of `versions`
   */
  readonly image?: StringOrToken;

  /**
   * Versions by name. Each gets a workload named `<service>-<version>` and a subset to route to, even an only one: keep
   * `versions` where one is left, so that its route stays as it is when the others go.
   *
   * @default - one version, `v1`, of `image`
   */
  readonly versions?: Readonly<Record<string, VersionProps>>;

  /**
   * The only port: a number means HTTP. Exclusive with `ports`.
   *
   * @default - no port: the service only calls
   */
  readonly port?: number | Port;

  /**
   * Ports by name.
   *
   * @default - `port` alone
   */
  readonly ports?: Readonly<Record<string, Port>>;

  /**
   * What runs the pods.
   *
   * @default Workload.deployment()
   */
  readonly workload?: Workload;

  /**
   * Replicas of each version.
   *
   * @default Scale.fixed(3)
   */
  readonly scale?: Scale;

  /**
   * Entry point and arguments instead of the image's.
   *
   * @default - the image's entry point
   */
  readonly command?: readonly StringOrToken[];

  /**
   * Arguments of the entry point.
   *
   * @default - the image's arguments
   */
  readonly args?: readonly StringOrToken[];

  /**
   * Environment variables by name. The address of each callee is added as `<CALLEE>_HOST` and `<CALLEE>_PORT`,
   * unless a variable here already carries it.
   *
   * @default - the callees' addresses alone
   */
  readonly env?: Readonly<Record<string, EnvironmentValue>>;

  /**
   * Volumes of the container.
   *
   * @default - none
   */
  readonly mounts?: readonly Mount[];

  /**
   * Requests and limits of the application container.
   *
   * @default - 100m CPU and 256Mi memory requested, 256Mi memory at most
   */
  readonly resources?: ResourceProps;

  /**
   * Requests and limits of the sidecar.
   *
   * @default - what the mesh's injector gives
   */
  readonly sidecarResources?: ResourceProps;

  /**
   * When a pod takes requests.
   *
   * @default - the lowest port accepts connections
   */
  readonly readiness?: Probe;

  /**
   * When a container is restarted. Never the same as `readiness`, or an overloaded pod is killed instead of spared.
   *
   * @default - when its process ends
   */
  readonly liveness?: Probe;

  /**
   * When a container has started; until then liveness and readiness are not asked. `startsWithin` asks what readiness
   * asks.
   *
   * @default - at once, unless `startsWithin` is given
   */
  readonly startup?: Probe;

  /**
   * User, group and volume group that the container runs as. Not 0, and not Istio's 1337.
   *
   * @default - the image's own user, which must be a number other than 0
   */
  readonly user?: number;

  /**
   * Defaults of pod security that are given up, with a reason each.
   *
   * @default - none: the restricted standard and a read-only root file system
   */
  readonly pod?: PodHardening | readonly PodHardening[];

  /**
   * Labels of the pods besides ours.
   *
   * @default - none
   */
  readonly podLabels?: Readonly<Record<string, string>>;

  /**
   * Annotations of the pods besides ours.
   *
   * @default - none
   */
  readonly podAnnotations?: Readonly<Record<string, StringOrToken>>;

  /**
   * A service account that exists, as the identity of this service and no other.
   *
   * @default - one is made, named after the service
   */
  readonly serviceAccount?: Named;

  /**
   * Secrets with credentials for the image's registry.
   *
   * @default - none
   */
  readonly imagePullSecrets?: readonly Named[];
}
