import type { Duration } from 'cdk8s';

/** When a pod is taken out of rotation, and for how long. */
export interface OutlierDetectionOptions {
  /**
   * Answers with 5xx in a row, connection failures included, that eject a pod; at least 1.
   *
   * @default 5, as Envoy
   */
  readonly consecutive5xxErrors?: number;

  /**
   * Time between sweeps that let ejected pods return.
   *
   * @default Duration.seconds(10), as Envoy
   */
  readonly interval?: Duration;

  /**
   * Time out of rotation, times the number of ejections so far.
   *
   * @default Duration.seconds(30), as Envoy
   */
  readonly baseEjectionTime?: Duration;
}

/** Whether failing pods are taken out of rotation. How many at once is computed, never given. */
export class OutlierDetection {
  /** Eject a pod after failures in a row. */
  public static of(options: OutlierDetectionOptions = {}): OutlierDetection {
    return new OutlierDetection(options, undefined);
  }

  /** Never eject a pod; the reason becomes an annotation. */
  public static off(reason: string): OutlierDetection {
    return new OutlierDetection({}, reason);
  }

  private constructor(
    public readonly options: OutlierDetectionOptions,
    public readonly offReason: string | undefined,
  ) {}
}
