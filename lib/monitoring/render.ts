import type { ITelemetry } from '@kubernetes-models/istio/telemetry.istio.io/v1/Telemetry' with {
  'resolution-mode': 'import',
};
import type { IPodMonitor } from '@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1/PodMonitor' with {
  'resolution-mode': 'import',
};
import type { IPrometheusRule } from '@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1/PrometheusRule' with {
  'resolution-mode': 'import',
};
import { ACCESS_LOG_PROVIDER, ENVOY_METRICS_PORT_NAME, ISTIO_PORT } from '../conventions/istio';
import { selectorOf } from '../conventions/labels';
import type { TracingPlan } from '../mesh/plan';
import type { AlertPlan, MonitoringPlan } from './plan';

type Spec<T extends { spec?: unknown }> = NonNullable<T['spec']>;

// what never got an answer, and TCP, has no code: there Envoy's flags tell a failure
const LOGGED = [
  '(has(response.code) ? response.code >= 500 : response.flags != 0)',
  '(has(response.grpc_status) && response.grpc_status != 0)',
].join(' || ');

/** Failed requests are logged, and a share of all is traced; for one workload, or a whole namespace. */
export function renderTelemetry(
  tracing: TracingPlan | undefined,
  service?: string,
): Spec<ITelemetry> {
  return {
    accessLogging: [{ providers: [{ name: ACCESS_LOG_PROVIDER }], filter: { expression: LOGGED } }],
    ...(service !== undefined && { selector: { matchLabels: selectorOf(service) } }),
    ...(tracing && {
      tracing: [
        {
          providers: [{ name: tracing.provider }],
          randomSamplingPercentage: tracing.samplingPercent,
        },
      ],
    }),
  };
}

/** The merged metrics of proxy and application, at the agent's port. */
export function renderPodMonitor({ name }: MonitoringPlan): Spec<IPodMonitor> {
  return {
    selector: { matchLabels: selectorOf(name) },
    podMetricsEndpoints: [
      {
        port: ENVOY_METRICS_PORT_NAME,
        path: '/stats/prometheus',
        relabelings: [
          {
            // the agent's port is declared by no container, so it is put in place of Envoy's
            action: 'replace',
            sourceLabels: ['__address__'],
            regex: '(.+):\\d+',
            replacement: `$1:${ISTIO_PORT.mergedMetrics}`,
            targetLabel: '__address__',
          },
        ],
      },
    ],
  };
}

/** The alerts of a service. */
export function renderAlerts({ name, namespace, alerts }: MonitoringPlan): Spec<IPrometheusRule> {
  return {
    groups: [
      {
        name: `meshwright.${namespace}.${name}`,
        rules: alerts.map((alert) => renderAlert(alert, { name, namespace })),
      },
    ],
  };
}

type AlertRule = NonNullable<NonNullable<Spec<IPrometheusRule>['groups']>[number]['rules']>[number];

function renderAlert(
  alert: AlertPlan,
  { name, namespace }: Pick<MonitoringPlan, 'name' | 'namespace'>,
): AlertRule {
  return {
    alert: alert.name,
    expr: alert.expression,
    for: `${alert.forSeconds}s`,
    labels: { namespace, service: name, severity: alert.severity },
    annotations: {
      summary: alert.summary,
      description: alert.description,
      ...(alert.runbook !== undefined && { runbook_url: alert.runbook }),
    },
  };
}
