import type { Duration } from 'cdk8s';

/** Properties of every {@link AdaptiveConcurrency}. */
export interface AdaptiveConcurrencyOptions {
  /**
   * Most requests that one replica ever works on at a time.
   *
   * @default 1000
   */
  readonly maxConcurrency?: number;

  /**
   * Fewest requests that one replica works on at a time, however slow it is; also the limit while it is measured.
   *
   * @default 3
   */
  readonly minConcurrency?: number;

  /**
   * Percentile of the latencies that is compared with the least, 1 to 100.
   *
   * @default 50
   */
  readonly percentile?: number;
}

/** Properties of an {@link AdaptiveConcurrency} that finds out how fast the service is. */
export interface MeasuredConcurrencyOptions extends AdaptiveConcurrencyOptions {
  /**
   * Time between two measurements.
   *
   * @default Duration.seconds(60)
   */
  readonly interval?: Duration;
}

/**
 * Lets one replica work on as many requests at a time as it can without getting slower; the rest is answered with 429.
 *
 * The limit follows the latency of the answers, compared with the least that the service needs.
 */
export class AdaptiveConcurrency {
  /** The least time that a request needs is `minRtt`: nothing has to be measured. */
  public static fixed(
    minRtt: Duration,
    options: AdaptiveConcurrencyOptions = {},
  ): AdaptiveConcurrency {
    return new AdaptiveConcurrency('fixed', minRtt, options);
  }

  /**
   * The least time that a request needs is measured at intervals, with no more than `minConcurrency` requests at a time:
   * the rest of a busy replica's requests is refused while that lasts.
   */
  public static measured(options: MeasuredConcurrencyOptions = {}): AdaptiveConcurrency {
    return new AdaptiveConcurrency('measured', undefined, options);
  }

  private constructor(
    public readonly kind: 'fixed' | 'measured',
    public readonly minRtt: Duration | undefined,
    public readonly options: MeasuredConcurrencyOptions,
  ) {}
}
