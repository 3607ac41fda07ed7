/** Limits of a {@link Pool} that differ from its number of requests. Each is for one replica of the caller. */
export interface PoolOptions {
  /**
   * Connections, at least 1.
   *
   * @default - as many as requests
   */
  readonly connections?: number;

  /**
   * Requests that may wait for a connection, at least 1. Further ones fail at once.
   *
   * @default - as many as requests
   */
  readonly pendingRequests?: number;
}

/**
 * What each replica of one caller may have open towards something at a time: a bulkhead.
 *
 * It takes the place of the share that the callee's {@link Capacity} would give the caller.
 */
export class Pool {
  /** `requests` in flight: requests of HTTP and gRPC, connections of TCP. At least 1. */
  public static perReplica(requests: number, options: PoolOptions = {}): Pool {
    return new Pool(requests, options);
  }

  private constructor(
    public readonly requests: number,
    public readonly options: PoolOptions,
  ) {}
}
