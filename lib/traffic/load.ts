import type { Duration } from 'cdk8s';

/** How long the requests of a {@link Load} take. */
export interface LoadOptions {
  /** Mean time from request to answer. */
  readonly latency: Duration;
}

/** The requests that all replicas of a caller send together in an ordinary busy hour. */
export class Load {
  /** `requests` each second (above 0), which by Little's law keep `requests` x `latency` in flight. */
  public static perSecond(requests: number, options: LoadOptions): Load {
    return new Load(requests, options);
  }

  private constructor(
    public readonly requestsPerSecond: number,
    public readonly options: LoadOptions,
  ) {}
}
