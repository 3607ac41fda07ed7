import { MeshNamespace, Prometheus, Tracing } from '../../../constructs';
import { aService, has, lines, shop } from '../../support/declare';
import { specOf } from '../rendered';

const FAILED =
  '(has(response.code) ? response.code >= 500 : response.flags != 0) || ' +
  '(has(response.grpc_status) && response.grpc_status != 0)';
const LOGGING = [{ providers: [{ name: 'envoy' }], filter: { expression: FAILED } }];
const host = 'zipkin.tracing.svc.cluster.local';

describe('the telemetry of a service', () => {
  test('logs what failed or got no answer, and traces nothing where nobody collects', () => {
    const system = shop((chart) => void aService(chart, 'payments'));
    expect(lines(system)).toEqual([]);
    expect(specOf(system, 'Telemetry', 'payments')).toEqual({
      selector: { matchLabels: { 'app.kubernetes.io/name': 'payments' } },
      accessLogging: LOGGING,
    });
  });

  test.each([
    [undefined, 1],
    [13, 13],
  ])('sends a share of the traces to the provider of the mesh', (samplingPercent, share) => {
    const tracing = Tracing.provider('zipkin', { host, port: 9411, samplingPercent });
    const system = shop((chart) => void aService(chart, 'payments'), { tracing });
    expect(specOf(system, 'Telemetry', 'payments').tracing).toEqual([
      { providers: [{ name: 'zipkin' }], randomSamplingPercentage: share },
    ]);
  });

  test('is that of a namespace too, for every workload in it', () => {
    const tracing = Tracing.provider('zipkin', { host, port: 9411 });
    const system = shop((chart) => void new MeshNamespace(chart, 'namespace'), { tracing });
    expect(specOf(system, 'Telemetry', 'default')).toEqual({
      accessLogging: LOGGING,
      tracing: [{ providers: [{ name: 'zipkin' }], randomSamplingPercentage: 1 }],
    });
  });
});

describe('without the operator', () => {
  test.each([
    ['by default', {}],
    ['when scraped by annotations', { prometheus: Prometheus.annotations() }],
  ])('there is no object that only an operator reads, %s', (_when, mesh) => {
    const system = shop((chart) => void aService(chart, 'payments'), mesh);
    expect(has(system.manifests(), 'PodMonitor')).toBe(false);
    expect(has(system.manifests(), 'PrometheusRule')).toBe(false);
  });
});

describe('with the operator', () => {
  const prometheus = Prometheus.operator();

  test('the merged metrics of proxy and application are scraped at the agent', () => {
    const system = shop((chart) => void aService(chart, 'payments'), { prometheus });
    expect(specOf(system, 'PodMonitor', 'payments')).toEqual({
      selector: { matchLabels: { 'app.kubernetes.io/name': 'payments' } },
      podMetricsEndpoints: [
        {
          port: 'http-envoy-prom',
          path: '/stats/prometheus',
          relabelings: [
            {
              action: 'replace',
              sourceLabels: ['__address__'],
              regex: '(.+):\\d+',
              replacement: '$1:15020',
              targetLabel: '__address__',
            },
          ],
        },
      ],
    });
  });

  test.each([
    ['10.7.11.13:15090', '10.7.11.13:15020'],
    ['[fd00::7]:15090', '[fd00::7]:15020'],
  ])('the port of the address %s is replaced', (address, scraped) => {
    const system = shop((chart) => void aService(chart, 'payments'), { prometheus });
    const [endpoint] = specOf(system, 'PodMonitor', 'payments').podMetricsEndpoints ?? [];
    const { regex = '', replacement = '' } = endpoint?.relabelings?.[0] ?? {};
    // Prometheus anchors the expression at both ends
    expect(address.replace(new RegExp(`^(?:${regex})$`), replacement)).toBe(scraped);
  });

  test.each([
    [
      'that the chart of the operator selects by',
      Prometheus.operator(),
      { release: 'kube-prometheus-stack' },
    ],
    ['that are given', Prometheus.operator({ labels: { team: 'shop' } }), { team: 'shop' }],
  ])('monitors and rules carry the labels %s', (_which, operator, labels) => {
    const system = shop((chart) => void aService(chart, 'payments'), { prometheus: operator });
    for (const kind of ['PodMonitor', 'PrometheusRule']) {
      expect(system.manifest(kind, 'payments').metadata.labels).toEqual({
        'app.kubernetes.io/managed-by': 'meshwright',
        'app.kubernetes.io/name': 'payments',
        ...labels,
      });
    }
  });

  test('scrapes come from the namespace that is given', () => {
    const system = shop((chart) => void aService(chart, 'payments'), {
      prometheus: Prometheus.operator({ namespace: 'observability' }),
    });
    expect(specOf(system, 'NetworkPolicy', 'payments').ingress).toEqual([
      {
        from: [
          {
            namespaceSelector: {
              matchLabels: { 'kubernetes.io/metadata.name': 'observability' },
            },
          },
        ],
        ports: [
          { protocol: 'TCP', port: 15020 },
          { protocol: 'TCP', port: 15090 },
        ],
      },
    ]);
  });

  test('a service that nobody can call is scraped, and has no alerts', () => {
    const system = shop((chart) => void aService(chart, 'worker', { ports: {} }), { prometheus });
    expect(has(system.manifests(), 'PodMonitor', 'worker')).toBe(true);
    expect(has(system.manifests(), 'PrometheusRule', 'worker')).toBe(false);
  });
});
