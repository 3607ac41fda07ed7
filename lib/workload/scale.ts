/** What an autoscaler aims at. */
export interface ScaleTargets {
  /**
   * Mean CPU use of the application container, in percent of its request, 1 to 100.
   *
   * @default 70, unless `memoryPercent` is given
   */
  readonly cpuPercent?: number;

  /**
   * Mean memory use of the application container, in percent of its request, 1 to 100.
   *
   * @default - memory is not looked at
   */
  readonly memoryPercent?: number;
}

/** How many replicas run: a fixed number, or between two bounds. Never both, so that no two writers own the field. */
export class Scale {
  /** Always `replicas`, at least 1. With 1 there is no outlier detection and no disruption budget. */
  public static fixed(replicas: number): Scale {
    return new Scale(replicas, replicas, undefined);
  }

  /**
   * Between `min` and `max` replicas, by a HorizontalPodAutoscaler; the workload then has no `replicas` of its own.
   *
   * Limits and ejection percentages are computed from `min`.
   */
  public static between(min: number, max: number, targets: ScaleTargets = {}): Scale {
    return new Scale(min, max, targets);
  }

  private constructor(
    public readonly min: number,
    public readonly max: number,
    public readonly targets: ScaleTargets | undefined,
  ) {}
}
