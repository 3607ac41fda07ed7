/** Options of a {@link Mirror}. */
export interface MirrorOptions {
  /**
   * Share of the requests that are copied, in percent, 1 to 100.
   *
   * @default 100
   */
  readonly percent?: number;
}

/** Copies of requests for a version that is being tried; what it answers is thrown away. */
export class Mirror {
  /** Copies requests of safe and idempotent operations: a copy of any other would do its work twice. */
  public static repeatable(version: string, options: MirrorOptions = {}): Mirror {
    return new Mirror(version, options, undefined);
  }

  /** Copies every request. The reason, why work that is done twice does no harm, becomes an annotation. */
  public static everything(version: string, reason: string, options: MirrorOptions = {}): Mirror {
    return new Mirror(version, options, reason);
  }

  private constructor(
    public readonly version: string,
    public readonly options: MirrorOptions,
    public readonly everythingReason: string | undefined,
  ) {}
}
