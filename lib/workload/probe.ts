import type { Duration } from 'cdk8s';
import type { StringOrToken } from '../values/token';

/** When a probe runs and how often it may fail. */
export interface ProbeOptions {
  /**
   * Time before the first try, in whole seconds.
   *
   * @default - at once
   */
  readonly initialDelay?: Duration;

  /**
   * Time between tries, in whole seconds.
   *
   * @default Duration.seconds(10), as Kubernetes
   */
  readonly period?: Duration;

  /**
   * Time that a try may take, in whole seconds.
   *
   * @default Duration.seconds(1), as Kubernetes
   */
  readonly timeout?: Duration;

  /**
   * Failures in a row before Kubernetes acts, at least 1.
   *
   * @default 3, as Kubernetes
   */
  readonly failureThreshold?: number;
}

/** Options of an HTTP probe. */
export interface HttpProbeOptions extends ProbeOptions {
  /**
   * The port to ask.
   *
   * @default - the service's lowest port that speaks HTTP, else its lowest port
   */
  readonly port?: number;

  /**
   * Headers of the request.
   *
   * @default - none
   */
  readonly headers?: Readonly<Record<string, StringOrToken>>;
}

/** Options of a TCP or gRPC probe. */
export interface PortProbeOptions extends ProbeOptions {
  /**
   * The port to ask.
   *
   * @default - the service's lowest port of the probe's protocol, else its lowest port
   */
  readonly port?: number;
}

/** What a probe does. */
export type ProbeHandler =
  | {
      readonly kind: 'http';
      readonly path: string;
      readonly headers: Readonly<Record<string, string>>;
    }
  | { readonly kind: 'tcp' }
  | { readonly kind: 'grpc' }
  | { readonly kind: 'exec'; readonly command: readonly string[] };

/**
 * How Kubernetes learns that a container is alive or ready.
 *
 * HTTP, TCP and gRPC probes are redirected through Istio's agent, so that STRICT mutual TLS does not break them.
 */
export class Probe {
  /** Succeeds when `GET path` answers with 2xx or 3xx. */
  public static http(path: string, options: HttpProbeOptions = {}): Probe {
    return new Probe({ kind: 'http', path, headers: options.headers ?? {} }, options);
  }

  /** Succeeds when the port accepts a connection. */
  public static tcp(options: PortProbeOptions = {}): Probe {
    return new Probe({ kind: 'tcp' }, options);
  }

  /** Succeeds when the gRPC health service answers SERVING. */
  public static grpc(options: PortProbeOptions = {}): Probe {
    return new Probe({ kind: 'grpc' }, options);
  }

  /** Succeeds when `command` ends with 0 inside the container. */
  public static exec(command: readonly StringOrToken[], options: ProbeOptions = {}): Probe {
    return new Probe({ kind: 'exec', command }, options);
  }

  private constructor(
    public readonly handler: ProbeHandler,
    public readonly options: PortProbeOptions,
  ) {}
}
