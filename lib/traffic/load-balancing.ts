import type { Duration } from 'cdk8s';

/** What consistent hashing hashes. */
export type HashKey =
  | { readonly kind: 'header' | 'queryParameter'; readonly name: string }
  | { readonly kind: 'cookie'; readonly name: string; readonly ttl: Duration }
  | { readonly kind: 'sourceIp' };

/** How a client's proxy chooses among a service's pods. */
export class LoadBalancing {
  /** The less busy of two pods drawn at random. */
  public static leastRequest(): LoadBalancing {
    return new LoadBalancing('LEAST_REQUEST', undefined);
  }

  /** One pod after the other. */
  public static roundRobin(): LoadBalancing {
    return new LoadBalancing('ROUND_ROBIN', undefined);
  }

  /** Any pod, at random. */
  public static random(): LoadBalancing {
    return new LoadBalancing('RANDOM', undefined);
  }

  /** The same pod for the same value of a request header. */
  public static byHeader(name: string): LoadBalancing {
    return new LoadBalancing('CONSISTENT_HASH', { kind: 'header', name });
  }

  /** The same pod for the same cookie, which the proxy sets for `ttl` where it is missing. */
  public static byCookie(name: string, ttl: Duration): LoadBalancing {
    return new LoadBalancing('CONSISTENT_HASH', { kind: 'cookie', name, ttl });
  }

  /** The same pod for the same value of a query parameter. */
  public static byQueryParameter(name: string): LoadBalancing {
    return new LoadBalancing('CONSISTENT_HASH', { kind: 'queryParameter', name });
  }

  /** The same pod for the same source address; behind a gateway that is the gateway's. */
  public static bySourceIp(): LoadBalancing {
    return new LoadBalancing('CONSISTENT_HASH', { kind: 'sourceIp' });
  }

  private constructor(
    public readonly algorithm: 'LEAST_REQUEST' | 'ROUND_ROBIN' | 'RANDOM' | 'CONSISTENT_HASH',
    public readonly hashKey: HashKey | undefined,
  ) {}
}
