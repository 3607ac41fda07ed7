import type { Duration } from 'cdk8s';
import type { CallerReference } from '../graph/caller-reference';

/** Further properties of a {@link RateLimit}. */
export interface RateLimitOptions {
  /**
   * Time in which that many requests may come; at least 50 ms, as Envoy asks.
   *
   * @default Duration.seconds(1)
   */
  readonly interval?: Duration;

  /**
   * Requests that may come at once after a quiet time: the size of the bucket. At least the limit itself.
   *
   * @default - the limit
   */
  readonly burst?: number;

  /**
   * Name of the operation whose requests are counted.
   *
   * @default - every request
   */
  readonly operation?: string;

  /**
   * The caller whose requests are counted: the construct that calls, or the identity of one declared elsewhere. It is
   * told by its certificate.
   *
   * @default - all callers together
   */
  readonly caller?: CallerReference;
}

/**
 * How many requests one replica takes in a time; the rest is answered with 429 at once.
 *
 * A bucket holds `burst` requests and fills evenly. Each replica counts for itself, and so does each HTTP port. Of
 * several limits that a request falls under, each must let it through, the narrower ones first.
 */
export class RateLimit {
  /** `requests` in each interval, for each replica of the service. */
  public static perReplica(requests: number, options: RateLimitOptions = {}): RateLimit {
    return new RateLimit(requests, options);
  }

  private constructor(
    public readonly requests: number,
    public readonly options: RateLimitOptions,
  ) {}
}
