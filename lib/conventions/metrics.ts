/** Istio's standard metrics and their labels. @see https://istio.io/latest/docs/reference/config/metrics/ */
export const METRIC = {
  requests: 'istio_requests_total',
  duration: 'istio_request_duration_milliseconds_bucket',
  tcpOpened: 'istio_tcp_connections_opened_total',
  tcpClosed: 'istio_tcp_connections_closed_total',
} as const;

/** Alert names. An alert's name is its identity in silences and inhibitions. */
export const ALERT = {
  errorRatio: 'MeshwrightErrorRatioHigh',
  latency: 'MeshwrightLatencyHigh',
  noTraffic: 'MeshwrightTrafficStopped',
} as const;

/** Label key and value that Prometheus operators of kube-prometheus-stack select rules and monitors by. */
export const RUNBOOK = 'https://meshwright.dev/runbooks';
