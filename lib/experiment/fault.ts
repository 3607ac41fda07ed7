import type { Duration } from 'cdk8s';

/** gRPC's statuses but OK, by name. @see https://grpc.io/docs/guides/status-codes/ */
export const GRPC_STATUS = {
  CANCELLED: 1,
  UNKNOWN: 2,
  INVALID_ARGUMENT: 3,
  DEADLINE_EXCEEDED: 4,
  NOT_FOUND: 5,
  ALREADY_EXISTS: 6,
  PERMISSION_DENIED: 7,
  RESOURCE_EXHAUSTED: 8,
  FAILED_PRECONDITION: 9,
  ABORTED: 10,
  OUT_OF_RANGE: 11,
  UNIMPLEMENTED: 12,
  INTERNAL: 13,
  UNAVAILABLE: 14,
  DATA_LOSS: 15,
  UNAUTHENTICATED: 16,
} as const;

/** A gRPC status by name. */
export type GrpcStatus = keyof typeof GRPC_STATUS;

/** Options of a {@link Fault}. */
export interface FaultOptions {
  /**
   * Share of the requests that meet the fault, in percent, 1 to 100. It is drawn for each try of a request.
   *
   * @default 100
   */
  readonly percent?: number;
}

/** What an {@link Experiment} does to requests, on the side of the server. */
export class Fault {
  /** The request reaches the service later by `duration`. */
  public static delay(duration: Duration, options: FaultOptions = {}): Fault {
    return new Fault({ kind: 'delay', duration }, options);
  }

  /** The request is answered with `status`, 400 to 599 or for gRPC by name, and does not reach the service. */
  public static abort(status: number | GrpcStatus, options: FaultOptions = {}): Fault {
    return new Fault({ kind: 'abort', status }, options);
  }

  private constructor(
    public readonly effect:
      | { readonly kind: 'delay'; readonly duration: Duration }
      | { readonly kind: 'abort'; readonly status: number | GrpcStatus },
    public readonly options: FaultOptions,
  ) {}
}
