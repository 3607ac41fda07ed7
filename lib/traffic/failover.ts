/**
 * Where requests go when the pods that should take them fail.
 *
 * A failing pod is found out by outlier detection alone, so it cannot be off. There is no failover to another host:
 * Istio has no API for it.
 */
export class Failover {
  /**
   * The caller's own zone first, then the other zones of its region, then all others. The service's pods run in these
   * zones, by Kubernetes' names for them, and nowhere else: at least two.
   */
  public static zones(...zones: string[]): Failover {
    return new Failover('zones', zones);
  }

  /**
   * The caller's own region first; from each region to the next in this order, and from the last to the first. At least
   * two, by the names of the label `topology.kubernetes.io/region`.
   */
  public static regions(...regions: string[]): Failover {
    return new Failover('regions', regions);
  }

  /**
   * Requests that no `when` selects go to the pods of `version`, and to those of the other versions as its pods are
   * ejected. Such a service has no weights.
   */
  public static fromVersion(version: string): Failover {
    return new Failover('version', [version]);
  }

  private constructor(
    public readonly kind: 'zones' | 'regions' | 'version',
    public readonly names: readonly string[],
  ) {}
}
