/** A default of the restricted pod security standard that was given up, and why. */
export type Loosening =
  | {
      readonly kind: 'writable-root' | 'root-user' | 'service-account-token';
      readonly reason: string;
    }
  | { readonly kind: 'capability'; readonly capability: string; readonly reason: string };

/**
 * One default of pod security given up, with the reason that becomes an annotation on the workload.
 *
 * Without any: non-root, read-only root file system, no privilege escalation, no capabilities, seccomp
 * `RuntimeDefault`, no token of the service account, no service links.
 *
 * @see https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted
 */
export class PodHardening {
  /** The container may write to its root file system. Prefer {@link Mount.emptyDir} for the paths it writes to. */
  public static writableRoot(reason: string): PodHardening {
    return new PodHardening({ kind: 'writable-root', reason });
  }

  /** The container may run as root. */
  public static rootUser(reason: string): PodHardening {
    return new PodHardening({ kind: 'root-user', reason });
  }

  /**
   * The service account's token is mounted, and the Kubernetes API can be reached: its Service by the proxy, and any
   * address on 443 and 6443 at the network layer, where the API server is no pod.
   */
  public static serviceAccountToken(reason: string): PodHardening {
    return new PodHardening({ kind: 'service-account-token', reason });
  }

  /** The container keeps one capability, such as `NET_BIND_SERVICE`. */
  public static capability(capability: string, reason: string): PodHardening {
    return new PodHardening({ kind: 'capability', capability, reason });
  }

  private constructor(public readonly loosening: Loosening) {}
}
