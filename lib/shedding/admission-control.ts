import type { Duration } from 'cdk8s';

/** Properties of {@link AdmissionControl}. */
export interface AdmissionControlOptions {
  /**
   * Share of successful answers, in percent, below which requests are refused; 1 to 100. HTTP answers below 500 are
   * successes.
   *
   * @default 95
   */
  readonly successPercent?: number;

  /**
   * Time over which the share is taken, rounded by Envoy to whole seconds; at least 1 s.
   *
   * @default Duration.seconds(30)
   */
  readonly window?: Duration;

  /**
   * Requests per second, on average over the window, below which none is refused; 0 never spares.
   *
   * @default 5
   */
  readonly minRequestsPerSecond?: number;

  /**
   * Largest share of the requests that is refused, in percent, 1 to 100. What still gets through shows when the service
   * has recovered.
   *
   * @default 80
   */
  readonly maxRejectionPercent?: number;
}

/**
 * Refuses a growing share of the requests, with 503, while the service fails to answer others.
 *
 * Each replica counts for itself.
 */
export class AdmissionControl {
  /** With Envoy's own numbers, where nothing else is said. */
  public static of(options: AdmissionControlOptions = {}): AdmissionControl {
    return new AdmissionControl(options);
  }

  private constructor(public readonly options: AdmissionControlOptions) {}
}
