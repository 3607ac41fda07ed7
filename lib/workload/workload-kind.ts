import type { Size } from 'cdk8s';

/** A volume that each pod of a stateful workload claims for itself. */
export interface ClaimOptions {
  /** Where the container sees the volume: an absolute path. */
  readonly mountPath: string;

  /** How much storage to claim. */
  readonly size: Size;

  /**
   * The storage class.
   *
   * @default - the cluster's default class
   */
  readonly storageClass?: string;
}

/** Options of a stateful workload. */
export interface StatefulOptions {
  /**
   * Volume claims by name.
   *
   * @default - none
   */
  readonly claims?: Readonly<Record<string, ClaimOptions>>;
}

/** Options of a job. */
export interface JobOptions {
  /**
   * Failed pods before the job is given up; 0 means that the first failure is the last.
   *
   * @default 6, as Kubernetes
   */
  readonly backoffLimit?: number;
}

/** What runs a service's pods. */
export class Workload {
  /** Interchangeable pods: a Deployment for each version. */
  public static deployment(): Workload {
    return new Workload('deployment', {}, undefined);
  }

  /** Pods with names and volumes of their own: a StatefulSet. It has one version. */
  public static stateful(options: StatefulOptions = {}): Workload {
    return new Workload('stateful', options.claims ?? {}, undefined);
  }

  /** Pods that end: a Job. It has one version and takes no port. */
  public static job(options: JobOptions = {}): Workload {
    return new Workload('job', {}, options.backoffLimit);
  }

  private constructor(
    public readonly kind: 'deployment' | 'stateful' | 'job',
    public readonly claims: Readonly<Record<string, ClaimOptions>>,
    public readonly backoffLimit: number | undefined,
  ) {}
}
