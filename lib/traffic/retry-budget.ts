import type { Duration } from 'cdk8s';

/** Further properties of a {@link RetryBudget}. */
export interface RetryBudgetOptions {
  /**
   * Retries that are always admitted, whatever the share; at least 1.
   *
   * @default 3, as Istio
   */
  readonly minRetryConcurrency?: number;

  /**
   * Time over which requests are counted; without it the requests in flight count. From Istio 1.31.
   *
   * @default - the requests in flight
   */
  readonly budgetInterval?: Duration;
}

/** How many retries one client's proxy may have in flight towards a host. Retries beyond it are not made. */
export class RetryBudget {
  /** At most `share` percent (1 to 100) of the requests in flight are retries. */
  public static percent(share: number, options: RetryBudgetOptions = {}): RetryBudget {
    return new RetryBudget('percent', share, options);
  }

  /** At most `retries` at a time (at least 1), however many requests there are: Envoy's older limit. */
  public static atMost(retries: number): RetryBudget {
    return new RetryBudget('count', retries, {});
  }

  /** No limit: retries may multiply the load on what fails. The reason becomes an annotation. */
  public static unlimited(reason: string): RetryBudget {
    return new RetryBudget('unlimited', reason, {});
  }

  private constructor(
    public readonly kind: 'percent' | 'count' | 'unlimited',
    /** Percent, a number of retries, or why there is no limit. */
    public readonly amount: number | string,
    public readonly options: RetryBudgetOptions,
  ) {}
}
