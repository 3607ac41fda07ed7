import type { Duration } from 'cdk8s';

/** What consistent hashing hashes. */
export type HashKey =
  | { readonly kind: 'header' | 'queryParameter'; readonly name: string }
  | { readonly kind: 'cookie'; readonly name: string; readonly ttl: Duration }
  | { readonly kind: 'sourceIp' };

/** The table by which consistent hashing finds a pod. */
export class HashTable {
  /**
   * A ring of at least `minimumRingSize` places (1 to 8388608). More places share requests more evenly and take more
   * memory in each client.
   */
  public static ring(minimumRingSize: number): HashTable {
    return new HashTable('ring', minimumRingSize);
  }

  /**
   * Maglev: faster than a ring and more even, but more keys move when pods come and go. The size is a prime number up
   * to 5000011.
   */
  public static maglev(tableSize = 65_537): HashTable {
    return new HashTable('maglev', tableSize);
  }

  private constructor(
    public readonly kind: 'ring' | 'maglev',
    public readonly size: number,
  ) {}
}

/** Options of consistent hashing. */
export interface HashOptions {
  /**
   * The table by which a pod is found.
   *
   * @default HashTable.ring(1024), as Istio
   */
  readonly table?: HashTable;
}

/** How quickly a new pod gets its full share. */
export interface WarmupOptions {
  /**
   * Share in percent that a pod gets at first, 1 to 100.
   *
   * @default 10, as Envoy
   */
  readonly minimumPercent?: number;

  /**
   * How the share grows: 1 evenly, more than 1 slowly at first. Above 0.
   *
   * @default 1, as Envoy
   */
  readonly aggression?: number;
}

/** A slow start for pods that have just become ready: caches to fill, code to compile. */
export class Warmup {
  /** A pod gets its full share after `duration`. Where all pods are new, none is spared. */
  public static over(duration: Duration, options: WarmupOptions = {}): Warmup {
    return new Warmup(duration, options);
  }

  private constructor(
    public readonly duration: Duration,
    public readonly options: WarmupOptions,
  ) {}
}

/** Options of balancing that looks at no request. */
export interface BalancingOptions {
  /**
   * A slow start for new pods.
   *
   * @default - none: a pod gets its full share as soon as it is ready
   */
  readonly warmup?: Warmup;
}

/** How a client's proxy chooses among a service's pods. */
export class LoadBalancing {
  /** The less busy of two pods drawn at random. */
  public static leastRequest(options: BalancingOptions = {}): LoadBalancing {
    return new LoadBalancing('LEAST_REQUEST', undefined, options);
  }

  /** One pod after the other. */
  public static roundRobin(options: BalancingOptions = {}): LoadBalancing {
    return new LoadBalancing('ROUND_ROBIN', undefined, options);
  }

  /** Any pod, at random. */
  public static random(): LoadBalancing {
    return new LoadBalancing('RANDOM', undefined, {});
  }

  /** The same pod for the same value of a request header. */
  public static byHeader(name: string, options: HashOptions = {}): LoadBalancing {
    return new LoadBalancing('CONSISTENT_HASH', { kind: 'header', name }, options);
  }

  /** The same pod for the same cookie, which the proxy sets for `ttl` where it is missing. */
  public static byCookie(name: string, ttl: Duration, options: HashOptions = {}): LoadBalancing {
    return new LoadBalancing('CONSISTENT_HASH', { kind: 'cookie', name, ttl }, options);
  }

  /** The same pod for the same value of a query parameter. */
  public static byQueryParameter(name: string, options: HashOptions = {}): LoadBalancing {
    return new LoadBalancing('CONSISTENT_HASH', { kind: 'queryParameter', name }, options);
  }

  /** The same pod for the same source address; behind a gateway that is the gateway's. */
  public static bySourceIp(options: HashOptions = {}): LoadBalancing {
    return new LoadBalancing('CONSISTENT_HASH', { kind: 'sourceIp' }, options);
  }

  private constructor(
    public readonly algorithm: 'LEAST_REQUEST' | 'ROUND_ROBIN' | 'RANDOM' | 'CONSISTENT_HASH',
    public readonly hashKey: HashKey | undefined,
    public readonly options: BalancingOptions & HashOptions,
  ) {}
}
