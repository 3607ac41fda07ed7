// Systems to measure: N services, each a chart of fifteen objects, in several shapes of dependencies.
import { ApiObject, Chart } from 'cdk8s';

const KINDS = [
  ...['ServiceAccount', 'Service', 'Deployment', 'HorizontalPodAutoscaler', 'PodDisruptionBudget'],
  ...['VirtualService', 'DestinationRule', 'Sidecar', 'PeerAuthentication', 'AuthorizationPolicy'],
  ...['NetworkPolicy', 'Telemetry', 'PodMonitor', 'PrometheusRule', 'ConfigMap'],
];

/** For each shape, the services that service `i` of `n` comes after. */
export const SHAPES = {
  none: () => [],
  star: (i) => (i === 0 ? [] : [0]),
  pairs: (i) => (i % 2 === 1 ? [i - 1] : []),
  // layers of twenty, each service after two of the layer before
  layers: (i) => (i < 20 ? [] : [i - 20, i - 20 - (i % 20) + ((i + 7) % 20)]),
  chain: (i) => (i === 0 ? [] : [i - 1]),
};

/** Declares service `i` of the system in `app`. */
export function addService(app, i) {
  const name = `svc-${i}`;
  const chart = new Chart(app, name, {
    namespace: 'shop',
    labels: { 'acme.example/team': 'seven' },
  });
  for (const kind of KINDS) new ApiObject(chart, kind, objectOf(kind, name));
  return chart;
}

/** Declares `n` services with the dependencies of `shape`. */
export function declare(app, shape, n) {
  const charts = [];
  for (let i = 0; i < n; i += 1) {
    const chart = addService(app, i);
    for (const target of SHAPES[shape](i, n)) chart.addDependency(charts[target]);
    charts.push(chart);
  }
}

function objectOf(kind, name) {
  const selector = { matchLabels: { 'app.kubernetes.io/name': name } };
  return {
    apiVersion: 'acme.example/v1',
    kind,
    metadata: { name, annotations: { 'acme.example/note': `the ${kind} of ${name}: "7 #11"` } },
    spec: {
      selector,
      replicas: 3,
      template: { metadata: { labels: selector.matchLabels }, spec: podOf(name) },
      http: [routeOf(name, 'quote'), routeOf(name, 'charge')],
      expression: `sum(rate(istio_requests_total{destination_service_name="${name}"}[5m])) > 0.05`,
    },
  };
}

function podOf(name) {
  return {
    containers: [
      {
        name,
        image: `ghcr.io/acme/${name}:1.2.3`,
        ports: [{ name: 'http', containerPort: 8080 }],
        env: [
          { name: 'LISTEN', value: '8080' },
          { name: 'FLAG', value: 'true' },
        ],
        resources: { requests: { cpu: '100m', memory: '256Mi' }, limits: { memory: '256Mi' } },
      },
    ],
  };
}

function routeOf(name, operation) {
  return {
    name: `shop.${operation}`,
    timeout: '1s',
    retries: { attempts: 2, retryOn: 'connect-failure,refused-stream' },
    route: [{ destination: { host: `${name}.shop.svc.cluster.local`, port: { number: 8080 } } }],
  };
}
