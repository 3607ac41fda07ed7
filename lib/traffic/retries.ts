import type { Duration } from 'cdk8s';
import type { Repeatability } from '../graph/operation';

/** Failures after which the server cannot have seen the request: harmless to repeat, whatever it does. */
export const UNREACHED_CONDITIONS = [
  'connect-failure',
  'refused-stream',
  'reset-before-request',
] as const;

/**
 * Failures after which the server may have acted on the request.
 *
 * @see https://www.envoyproxy.io/docs/envoy/latest/configuration/http/http_filters/router_filter
 */
export const RESPONSE_CONDITIONS = [
  '5xx',
  'gateway-error',
  'reset',
  'retriable-4xx',
  'cancelled',
  'deadline-exceeded',
  'internal',
  'resource-exhausted',
  'unavailable',
] as const;

/** A failure after which a request may be repeated, by Envoy's name for it. */
export type RetryCondition = (typeof RESPONSE_CONDITIONS)[number];

/** Where and when a request is repeated, whatever it failed of. */
export interface RepetitionOptions {
  /**
   * Base of the pauses between tries; at least 1 ms. The pause before the first retry is drawn at random from 0 to it,
   * that before each further one from 0 to twice as much, at most ten times the base.
   *
   * @default Duration.millis(25), as Envoy
   */
  readonly backoff?: Duration;

  /**
   * Whether a retry goes to another pod than those that have failed. Consistent hashing keeps to its pod.
   *
   * @default true, as Istio
   */
  readonly retryIgnorePreviousHosts?: boolean;

  /**
   * Whether a retry may go to another zone or region although its own has healthy pods. It means something only with
   * a `failover` or `distribution`: without one requests go to any zone.
   *
   * @default false, as Istio
   */
  readonly retryRemoteLocalities?: boolean;
}

/** Options of {@link Retries.upTo}. */
export interface RetriesOptions extends RepetitionOptions {
  /**
   * Failures and HTTP status codes (400 to 599) to repeat after, besides those that cannot have reached the server.
   *
   * @default - a reset connection and 503; for gRPC also `unavailable`
   */
  readonly conditions?: readonly (RetryCondition | number)[];

  /**
   * Share of the deadline that one try gets; at least 1 ms.
   *
   * @default - a declared deadline less the longest back-offs, shared evenly by the tries; a derived deadline is what
   * one try needs, and is not shared
   */
  readonly perTryTimeout?: Duration;
}

/**
 * How often, and after which failures, the mesh repeats a request.
 *
 * `K` says whether the failures include those after which the server may have acted; an unsafe operation takes only
 * `Retries<'unreached'>`, so that `Retries.upTo` there does not compile.
 */
export class Retries<K extends 'unreached' | 'response' = 'unreached' | 'response'> {
  /** Never repeat a request, not even one that cannot have reached the server. */
  public static never(): Retries<'unreached'> {
    return new Retries('unreached', 'never', {});
  }

  /** Repeat up to `attempts` times (1 to 10) what cannot have reached the server. */
  public static ifUnreached(
    attempts: number,
    options: RepetitionOptions = {},
  ): Retries<'unreached'> {
    return new Retries('unreached', attempts, options);
  }

  /** Repeat up to `attempts` times (1 to 10) after `conditions`, and after what cannot have reached the server. */
  public static upTo(attempts: number, options: RetriesOptions = {}): Retries<'response'> {
    return new Retries('response', attempts, options);
  }

  private constructor(
    public readonly kind: K,
    public readonly attempts: number | 'never',
    public readonly options: RetriesOptions,
  ) {}
}

/** The retries that an operation can stand. */
export type RetriesFor<R extends Repeatability> = 'unsafe' extends R
  ? Retries<'unreached'>
  : Retries;
