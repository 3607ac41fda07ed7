import type { Duration } from 'cdk8s';

/** Further limits of a {@link Pool}. */
export interface PoolOptions {
  /**
   * Time that making a connection may take.
   *
   * @default Duration.seconds(1)
   */
  readonly connectTimeout?: Duration;

  /**
   * Time after which an unused connection is closed. Keep it below the server's own keep-alive, or the server closes
   * a connection just as a request is sent on it.
   *
   * @default - 4 s for HTTP, below the 5 s of Node.js and uvicorn; 1 h for TCP, as Envoy
   */
  readonly idleTimeout?: Duration;
}

/** What one client's proxy may have open towards a service at the same time. */
export class Pool {
  /**
   * `connections` for each replica of the server: connections and, for HTTP, requests in flight.
   *
   * Each client counts for itself; Istio has no common count. For what is outside the cluster, whose replicas nobody
   * knows, it is the limit of each replica of the caller.
   */
  public static perReplica(connections: number, options: PoolOptions = {}): Pool {
    return new Pool(connections, options);
  }

  private constructor(
    public readonly connectionsPerReplica: number,
    public readonly options: PoolOptions,
  ) {}
}
