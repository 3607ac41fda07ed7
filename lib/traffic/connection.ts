import type { Duration } from 'cdk8s';

/** Probes of a connection on which nothing is sent. */
export interface TcpKeepaliveProps {
  /**
   * Idle time before the first probe, in whole milliseconds.
   *
   * @default Duration.seconds(300), below the 350 s after which AWS's network load balancer forgets a connection
   */
  readonly time?: Duration;

  /**
   * Time between probes.
   *
   * @default Duration.seconds(75), as Linux
   */
  readonly interval?: Duration;

  /**
   * Probes without an answer that end the connection, at least 1.
   *
   * @default 9, as Linux
   */
  readonly probes?: number;
}

/** HTTP/2 PING frames on a connection, which find out that the other end is gone. */
export interface Http2KeepaliveProps {
  /** Time between PING frames. */
  readonly interval: Duration;

  /** Time that the answer may take; then the connection is closed. */
  readonly timeout: Duration;
}

/** How clients' proxies make, keep and end connections. */
export interface ConnectionProps {
  /**
   * Time that making a connection may take, TLS included; at least 1 ms. A deadline should leave room for more than one.
   *
   * @default - 500 ms, or half of the shortest deadline of a call to the host where that is less
   */
  readonly connectTimeout?: Duration;

  /**
   * Time after which an unused connection is closed; at least 1 ms. It must be below the server's `keepAlive`, or the
   * server closes a connection just as a request is sent on it.
   *
   * @default - 80 % of the server's `keepAlive`: 4 s for HTTP; 1 h for TCP, as Envoy
   */
  readonly idleTimeout?: Duration;

  /**
   * Longest life of a connection, in use or not, so that new replicas get their share; at least 1 ms.
   *
   * @default - no limit
   */
  readonly maxConnectionDuration?: Duration;

  /**
   * Requests after which a connection is closed, at least 1; 1 makes one for each request. Not for TCP.
   *
   * @default - no limit
   */
  readonly maxRequestsPerConnection?: number;

  /**
   * Requests at a time on one HTTP/2 connection, at least 1. Only for gRPC and HTTP/2.
   *
   * @default - no limit
   */
  readonly maxConcurrentStreams?: number;

  /**
   * TCP's own probes.
   *
   * @default - on TCP, with Linux's numbers and a shorter first one; on HTTP off, where idle connections are closed
   */
  readonly tcpKeepalive?: TcpKeepaliveProps;

  /**
   * HTTP/2 PING frames. Only for gRPC and HTTP/2, and from Istio 1.31.
   *
   * @default - none
   */
  readonly http2Keepalive?: Http2KeepaliveProps;
}
