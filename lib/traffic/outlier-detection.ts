import type { Duration } from 'cdk8s';

/**
 * What a client does when too few pods are healthy.
 *
 * Without a threshold a client answers 503 when every pod is ejected. With one it sends requests to ejected pods too,
 * as soon as fewer than so many percent are left.
 */
export class PanicThreshold {
  /**
   * Below `percent` (1 to 100) of healthy pods, all get requests. The reason becomes an annotation.
   *
   * From Istio 1.31 clients then learn nothing about pods that are not ready.
   */
  public static below(percent: number, reason: string): PanicThreshold {
    return new PanicThreshold(percent, reason);
  }

  private constructor(
    public readonly percent: number,
    public readonly reason: string,
  ) {}
}

/** When a pod is taken out of rotation, and for how long. */
export interface OutlierDetectionOptions {
  /**
   * Answers with 5xx in a row that eject a pod; at least 1. Failed connections and late answers count too, as 503 and
   * 504, unless they are counted apart by `consecutiveLocalOriginFailures`. Not for TCP.
   *
   * @default 5, as Envoy
   */
  readonly consecutive5xxErrors?: number;

  /**
   * Answers with 502, 503 or 504 in a row that eject a pod; at least 1, and below `consecutive5xxErrors`, which counts
   * them too. Not for TCP.
   *
   * @default - counted with all others of 5xx
   */
  readonly consecutiveGatewayErrors?: number;

  /**
   * Failures in a row to connect that eject a pod, counted apart from what the pod answers; at least 1. An answer that
   * comes too late counts here as well, and each connection begins the row anew: late answers eject nobody unless
   * several requests wait at the same time.
   *
   * @default - 5 for TCP, as Envoy; for HTTP counted with `consecutive5xxErrors`
   */
  readonly consecutiveLocalOriginFailures?: number;

  /**
   * Time between sweeps that let ejected pods return.
   *
   * @default Duration.seconds(10), as Envoy
   */
  readonly interval?: Duration;

  /**
   * Time out of rotation, times the number of ejections so far, at most 5 minutes.
   *
   * @default Duration.seconds(30), as Envoy
   */
  readonly baseEjectionTime?: Duration;

  /**
   * When ejected pods get requests all the same.
   *
   * @default - never: 503 is answered when all are ejected, which the computed percentage prevents
   */
  readonly panicThreshold?: PanicThreshold;
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
