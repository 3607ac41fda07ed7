/** Protocols that Istio knows by name. @see https://istio.io/latest/docs/ops/configuration/traffic-management/protocol-selection/ */
export const PROTOCOLS = [
  'http',
  'http2',
  'grpc',
  'grpc-web',
  'https',
  'tls',
  'tcp',
  'mongo',
  'mysql',
  'redis',
] as const;

/** A protocol by Istio's name for it. */
export type Protocol = (typeof PROTOCOLS)[number];

/** What the mesh can do on a port: requests (`http`), server names only (`tls`), or connections only (`tcp`). */
export type ProtocolFamily = 'http' | 'tls' | 'tcp';

/** Protocols that carry several requests on one connection at a time. */
export const HTTP2_PROTOCOLS: readonly Protocol[] = ['grpc', 'grpc-web', 'http2'];

/** The family that decides which policies make sense for a protocol. */
export function familyOf(protocol: Protocol): ProtocolFamily {
  if (['http', 'http2', 'grpc', 'grpc-web'].includes(protocol)) return 'http';
  return protocol === 'https' || protocol === 'tls' ? 'tls' : 'tcp';
}

/** The family that decides which policy a host gets: requests, where one of its ports carries them. */
export function hostFamily(ports: readonly { readonly family: ProtocolFamily }[]): 'http' | 'tcp' {
  return ports.some(({ family }) => family === 'http') ? 'http' : 'tcp';
}

/** Options of a {@link Port}. */
export interface PortOptions {
  /**
   * The port that the container listens on, 1 to 65535.
   *
   * @default - the port's own number
   */
  readonly targetPort?: number;
}

/**
 * A port of a service and the protocol spoken there.
 *
 * The protocol is emitted as `appProtocol` and in the port's name, so that Istio never has to guess:
 * a guess hangs where the server speaks first.
 */
export class Port {
  /** HTTP/1.1. */
  public static http(number: number, options?: PortOptions): Port {
    return new Port('http', number, options);
  }

  /** HTTP/2 without TLS. */
  public static http2(number: number, options?: PortOptions): Port {
    return new Port('http2', number, options);
  }

  /** gRPC: balanced by request, retried by gRPC status. */
  public static grpc(number: number, options?: PortOptions): Port {
    return new Port('grpc', number, options);
  }

  /** TCP: balanced by connection; no routes, deadlines or retries. */
  public static tcp(number: number, options?: PortOptions): Port {
    return new Port('tcp', number, options);
  }

  /** Any protocol of {@link PROTOCOLS}, by name. An unknown one is a finding. */
  public static of(protocol: Protocol, number: number, options?: PortOptions): Port {
    return new Port(protocol, number, options);
  }

  /** The port that the container listens on. */
  public readonly targetPort: number;

  private constructor(
    public readonly protocol: Protocol,
    public readonly number: number,
    options: PortOptions = {},
  ) {
    this.targetPort = options.targetPort === undefined ? number : options.targetPort;
  }
}
