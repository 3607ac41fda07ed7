/** Limits of a {@link Capacity} that differ from its number of requests. Each is for one replica. */
export interface CapacityOptions {
  /**
   * Connections, at least 1.
   *
   * @default - as many as requests, which is what HTTP/1.1 needs
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
 * What a server can take at a time, from all of its clients together.
 *
 * Istio knows limits of one client's proxy only, so each client gets an even share: the capacity of the fewest
 * replicas of the server, divided by the most replicas of all of its callers, without the pods that an update adds for a
 * while. The server's own proxy holds the whole limit, whatever the clients do.
 */
export class Capacity {
  /** `requests` in flight for each replica: requests of HTTP and gRPC, connections of TCP. At least 1. */
  public static perReplica(requests: number, options: CapacityOptions = {}): Capacity {
    return new Capacity('replica', requests, options);
  }

  /** `connections` of all replicas together, as a data store counts them (PostgreSQL: `max_connections`). At least 1. */
  public static total(connections: number): Capacity {
    return new Capacity('total', connections, {});
  }

  private constructor(
    public readonly of: 'replica' | 'total',
    public readonly requests: number,
    public readonly options: CapacityOptions,
  ) {}
}
