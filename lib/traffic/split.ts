import type { Duration } from 'cdk8s';

/** How requests that no `when` selects are shared among versions. */
export class Split {
  /** Each request anew, by the versions' weights. */
  public static byRequest(): Split {
    return new Split('request', undefined, undefined);
  }

  /**
   * By the versions' weights at first; the answer sets a cookie, and whoever sends it back stays with the version for
   * `ttl`. Callers must pass the cookie on.
   */
  public static byCookie(name: string, ttl: Duration): Split {
    return new Split('cookie', { name, ttl }, undefined);
  }

  /**
   * By weights that a controller for progressive delivery writes into the VirtualService `<service>-weights`, which is
   * never rendered, and so never reset. Versions have no weights here. Connections of TCP ports go to the first version.
   */
  public static ownedBy(controller: string): Split {
    return new Split('controller', undefined, controller);
  }

  private constructor(
    public readonly kind: 'request' | 'cookie' | 'controller',
    public readonly cookie: { readonly name: string; readonly ttl: Duration } | undefined,
    public readonly controller: string | undefined,
  ) {}
}
