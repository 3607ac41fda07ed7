/** The port of plain HTTP, which is redirected where there is a certificate. */
export const PLAIN_PORT = 80;

/** How a gateway proves who it is. */
export class GatewayTls {
  /**
   * With the certificate in a Secret of type `kubernetes.io/tls`, in the gateway workload's namespace. Plain HTTP on
   * port 80 is redirected.
   */
  public static secret(name: string): GatewayTls {
    return new GatewayTls('secret', name, undefined);
  }

  /** Not at all: plain HTTP; the reason becomes an annotation. */
  public static none(reason: string): GatewayTls {
    return new GatewayTls('none', undefined, reason);
  }

  private constructor(
    public readonly mode: 'secret' | 'none',
    public readonly secret: string | undefined,
    public readonly reason: string | undefined,
  ) {}
}
