import { ALERT, METRIC } from '../conventions/metrics';
import type { MeshPlan, TracingPlan } from '../mesh/plan';

/** One alert. */
export interface AlertPlan {
  readonly name: string;
  readonly expression: string;
  readonly forSeconds: number;
  readonly severity: 'critical' | 'warning';
  readonly summary: string;
  readonly description: string;
  /** Undefined where the mesh has no runbooks. */
  readonly runbook: string | undefined;
}

/** What is watched of a service. */
export interface MonitoringPlan {
  readonly name: string;
  readonly namespace: string;
  readonly tracing: TracingPlan | undefined;
  /** Undefined where no operator reads PodMonitors and PrometheusRules. */
  readonly operator: { readonly labels: Readonly<Record<string, string>> } | undefined;
  readonly alerts: readonly AlertPlan[];
}

/** What planning monitoring needs to know. */
export interface MonitoringQuestion {
  readonly name: string;
  readonly namespace: string;
  readonly family: 'http' | 'tcp' | 'none';
  /** The longest deadline of a request into the service. */
  readonly longestRequestMs: number;
  readonly mesh: MeshPlan;
}

// a twentieth of the requests for five minutes is an outage by any ordinary objective
const ERROR_RATIO = 0.05;
// answers that take more than half of what their caller waits leave no room for a retry
const LATENCY_SHARE = 0.5;
const ALERT_FOR_SECONDS = 300;

/** Alerts on errors, latency and vanished traffic, as the callers see them. */
export function planMonitoring(question: MonitoringQuestion): MonitoringPlan {
  const { name, namespace, mesh, family } = question;
  const operator = mesh.prometheus.hasOperator ? { labels: mesh.prometheus.labels } : undefined;
  const alerts = {
    http: () => [errorRatio(question), latency(question), noTraffic(question, METRIC.requests)],
    // bytes, not new connections: a pool opens none for hours
    tcp: () => [noTraffic(question, METRIC.tcpReceived)],
    none: () => [],
  };
  return {
    name,
    namespace,
    tracing: mesh.tracing,
    operator,
    alerts: operator === undefined ? [] : alerts[family](),
  };
}

/** Series of the requests into a service as its callers saw them, which counts what never reached it. */
function selector({ name, namespace }: MonitoringQuestion, more: readonly string[] = []): string {
  return [
    'reporter="source"',
    `destination_service_name="${name}"`,
    `destination_service_namespace="${namespace}"`,
    ...more,
  ].join(',');
}

// a caller that hangs up is not the service's error; gRPC's errors ride on HTTP 200
const NOT_ABORTED = 'response_flags!~"DC.*"';
const HTTP_ERROR = 'response_code=~"5..|0"';
const GRPC_ERROR = 'grpc_response_status=~"2|4|8|12|13|14|15",response_code!~"5..|0"';

function errorRatio(question: MonitoringQuestion): AlertPlan {
  const rate = (more: readonly string[]): string =>
    `sum(rate(${METRIC.requests}{${selector(question, more)}}[5m]))`;
  const errors = [HTTP_ERROR, GRPC_ERROR].map(
    (kind) => `(${rate([NOT_ABORTED, kind])} or vector(0))`,
  );
  return {
    name: ALERT.errorRatio,
    expression: `(${errors.join(' + ')}) / ${rate([NOT_ABORTED])} > ${ERROR_RATIO}`,
    ...texts(question, ALERT.errorRatio),
    severity: 'critical',
    summary: `More than ${ERROR_RATIO * 100} % of the requests to ${question.name} fail`,
    description: `Callers of ${place(question)} see 5xx answers, gRPC errors or no answer at all.`,
  };
}

function latency(question: MonitoringQuestion): AlertPlan {
  const limitMs = Math.round(question.longestRequestMs * LATENCY_SHARE);
  const buckets = `sum by (le) (rate(${METRIC.duration}{${selector(question)}}[5m]))`;
  return {
    name: ALERT.latency,
    expression: `histogram_quantile(0.99, ${buckets}) > ${limitMs}`,
    ...texts(question, ALERT.latency),
    severity: 'warning',
    summary: `1 % of the requests to ${question.name} take longer than ${limitMs} ms`,
    description: `Callers of ${place(question)} wait at most ${question.longestRequestMs} ms; slower answers are lost and repeated.`,
  };
}

function noTraffic(question: MonitoringQuestion, metric: string): AlertPlan {
  const rate = (window: string): string => `sum(rate(${metric}{${selector(question)}}[${window}]))`;
  return {
    name: ALERT.noTraffic,
    expression: `(${rate('10m')} or vector(0)) == 0 and sum(rate(${metric}{${selector(question)}}[1h] offset 10m)) > 0`,
    ...texts(question, ALERT.noTraffic),
    severity: 'warning',
    summary: `${question.name} gets no traffic any more`,
    description: `Nobody has called ${place(question)} for ten minutes, and somebody did in the hour before.`,
  };
}

function texts(
  { mesh }: MonitoringQuestion,
  alert: string,
): Pick<AlertPlan, 'forSeconds' | 'runbook'> {
  const { runbooks } = mesh.prometheus;
  const runbook = runbooks === undefined ? undefined : `${runbooks.replace(/\/$/, '')}/${alert}`;
  return { forSeconds: ALERT_FOR_SECONDS, runbook };
}

function place({ name, namespace }: MonitoringQuestion): string {
  return `${name} in ${namespace}`;
}
