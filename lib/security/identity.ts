/** Who a workload is: its namespace and service account, in the mesh's trust domain. */
export class Identity {
  /** The identity of a service account. */
  public static of(namespace: string, serviceAccount: string): Identity {
    return new Identity(namespace, serviceAccount);
  }

  private constructor(
    public readonly namespace: string,
    public readonly serviceAccount: string,
  ) {}
}

/** Options of a {@link Caller}. */
export interface CallerOptions {
  /**
   * Labels of the caller's pods, for the layers that know no identity: routes and network policies.
   *
   * @default - `app.kubernetes.io/name` with the service account's name, as our own services have
   */
  readonly labels?: Readonly<Record<string, string>>;

  /**
   * The most pods that it runs, which share what the callee can take; at least 1.
   *
   * @default 3, as our own services
   */
  readonly replicas?: number;
}

/** A caller that is declared elsewhere, in another app or repository. */
export class Caller {
  /** The workload that runs as a service account. */
  public static identity(
    namespace: string,
    serviceAccount: string,
    options: CallerOptions = {},
  ): Caller {
    return new Caller(namespace, serviceAccount, options);
  }

  /**
   * Pods without a sidecar, in plain text: only where the callee's mutual TLS is permissive.
   *
   * Only the network policy tells them apart, by their labels.
   */
  public static withoutSidecar(
    namespace: string,
    labels: Readonly<Record<string, string>>,
  ): Caller {
    return new Caller(namespace, undefined, { labels });
  }

  private constructor(
    public readonly namespace: string,
    public readonly serviceAccount: string | undefined,
    public readonly options: CallerOptions,
  ) {}
}
