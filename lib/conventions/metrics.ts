/** Istio's standard metrics and their labels. @see https://istio.io/latest/docs/reference/config/metrics/ */
export const METRIC = {
  requests: 'istio_requests_total',
  duration: 'istio_request_duration_milliseconds_bucket',
  tcpReceived: 'istio_tcp_received_bytes_total',
} as const;

/** Alert names. An alert's name is its identity in silences and inhibitions. */
export const ALERT = {
  errorRatio: 'MeshwrightErrorRatioHigh',
  latency: 'MeshwrightLatencyHigh',
  noTraffic: 'MeshwrightTrafficStopped',
} as const;
