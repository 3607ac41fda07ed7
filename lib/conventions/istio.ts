/** Ports of Istio's data and control plane. @see https://istio.io/latest/docs/ops/deployment/application-requirements/#ports-used-by-istio */
export const ISTIO_PORT = {
  /** istiod: configuration and certificates over TLS. */
  istiodTls: 15012,
  /** Proxy: merged metrics of application, agent and Envoy. */
  mergedMetrics: 15020,
  /** Proxy: health. */
  health: 15021,
  /** Proxy: Envoy's own metrics. */
  envoyMetrics: 15090,
} as const;

/** Ports that a container cannot take, because the injected proxy listens on them. */
export const RESERVED_PORTS: readonly number[] = [
  15000, 15001, 15004, 15006, 15008, 15020, 15021, 15053, 15090,
];

/** The user that the proxy runs as; a container under it would bypass the proxy. */
export const PROXY_UID = 1337;

/** Istio's name for the container port of Envoy's own metrics. */
export const ENVOY_METRICS_PORT_NAME = 'http-envoy-prom';

/** Istio's built-in access log provider: Envoy's text format on standard output. */
export const ACCESS_LOG_PROVIDER = 'envoy';
