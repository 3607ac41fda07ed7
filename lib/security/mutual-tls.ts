/** Whether a service takes requests without mutual TLS. */
export class MutualTls {
  /** Only mutual TLS. */
  public static strict(): MutualTls {
    return new MutualTls('STRICT', undefined);
  }

  /**
   * Plain text too; the reason becomes an annotation.
   *
   * Plain text carries no identity. Each caller without a sidecar is permitted by
   * `permits(Caller.withoutSidecar(…))`; nobody else may call in plain text.
   */
  public static permissive(reason: string): MutualTls {
    return new MutualTls('PERMISSIVE', reason);
  }

  private constructor(
    public readonly mode: 'STRICT' | 'PERMISSIVE',
    public readonly reason: string | undefined,
  ) {}
}
