/** Who speaks TLS to something outside the mesh. */
export class Tls {
  /** The proxy: the application speaks plain HTTP to port 80, and the request leaves encrypted for port 443. */
  public static originate(): Tls {
    return new Tls('originate', undefined);
  }

  /** The application: the mesh sees only the server's name, so there are no deadlines and retries. */
  public static passthrough(): Tls {
    return new Tls('passthrough', undefined);
  }

  /** Nobody: plain text leaves the cluster; the reason becomes an annotation. */
  public static none(reason: string): Tls {
    return new Tls('none', reason);
  }

  private constructor(
    public readonly mode: 'originate' | 'passthrough' | 'none',
    public readonly reason: string | undefined,
  ) {}
}
