import type { StringOrToken } from '../values/token';

/** Where spans go and how many. */
export interface TracingOptions {
  /** Fully qualified host of the collector, as the provider names it. */
  readonly host: StringOrToken;

  /** Port of the collector, 1 to 65535. */
  readonly port: number;

  /**
   * Share of the requests that are traced, in percent, 1 to 100.
   *
   * @default 1, as Istio before 1.22
   */
  readonly samplingPercent?: number;
}

/** A tracing provider of the mesh's `extensionProviders`. */
export class Tracing {
  /** The provider called `name`. */
  public static provider(name: string, options: TracingOptions): Tracing {
    return new Tracing(name, options);
  }

  private constructor(
    public readonly name: string,
    public readonly options: TracingOptions,
  ) {}
}
