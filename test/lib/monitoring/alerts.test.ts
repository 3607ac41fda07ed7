import { Duration } from 'cdk8s';
import {
  GatewayTls,
  MeshGateway,
  Port,
  Prometheus,
  type ResilientServiceProps,
} from '../../../constructs';
import type { DeclaredSystem } from '../../../constructs/testing';
import { aService, lines, shop } from '../../support/declare';
import { specOf, type Specs } from '../rendered';

type Alert = NonNullable<NonNullable<Specs['PrometheusRule']['groups']>[number]['rules']>[number];

const mesh = { prometheus: Prometheus.operator() };
const SERIES =
  'reporter="source",destination_service_name="payments",destination_service_namespace="shop"';

function watched(overrides: ResilientServiceProps = {}, timeout?: Duration): DeclaredSystem {
  const system = shop((chart) => {
    aService(chart, 'orders').calls(aService(chart, 'payments', overrides), { timeout });
  }, mesh);
  expect(lines(system)).toEqual([]);
  return system;
}

function alertOf(system: DeclaredSystem, name: string): Alert {
  const [group] = specOf(system, 'PrometheusRule', 'payments').groups ?? [];
  const rule = group?.rules?.find(({ alert }) => alert === name);
  if (rule === undefined) throw new Error(`no alert ${name}`);
  return rule;
}

test('the alerts of a service are one group, named after it', () => {
  const groups = specOf(watched(), 'PrometheusRule', 'payments').groups ?? [];
  expect(groups.map(({ name, rules = [] }) => [name, rules.map(({ alert }) => alert)])).toEqual([
    [
      'meshwright.shop.payments',
      ['MeshwrightErrorRatioHigh', 'MeshwrightLatencyHigh', 'MeshwrightTrafficStopped'],
    ],
  ]);
});

test('errors: five in a hundred, as callers see them, gRPC included and hung-up callers left out', () => {
  expect(alertOf(watched(), 'MeshwrightErrorRatioHigh')).toEqual({
    alert: 'MeshwrightErrorRatioHigh',
    expr:
      `((sum(rate(istio_requests_total{${SERIES},response_flags!~"DC.*",response_code=~"5..|0"}[5m])) or vector(0))` +
      ` + (sum(rate(istio_requests_total{${SERIES},response_flags!~"DC.*",` +
      'grpc_response_status=~"2|4|8|12|13|14|15",response_code!~"5..|0"}[5m])) or vector(0)))' +
      ` / sum(rate(istio_requests_total{${SERIES},response_flags!~"DC.*"}[5m])) > 0.05`,
    for: '300s',
    labels: { namespace: 'shop', service: 'payments', severity: 'critical' },
    annotations: {
      summary: 'More than 5 % of the requests to payments fail',
      description: 'Callers of payments in shop see 5xx answers, gRPC errors or no answer at all.',
    },
  });
});

test('latency: one in a hundred takes more than half of what its caller waits', () => {
  expect(alertOf(watched({}, Duration.seconds(7)), 'MeshwrightLatencyHigh')).toEqual({
    alert: 'MeshwrightLatencyHigh',
    expr:
      'histogram_quantile(0.99, sum by (le) ' +
      `(rate(istio_request_duration_milliseconds_bucket{${SERIES}}[5m]))) > 3500`,
    for: '300s',
    labels: { namespace: 'shop', service: 'payments', severity: 'warning' },
    annotations: {
      summary: '1 % of the requests to payments take longer than 3500 ms',
      description:
        'Callers of payments in shop wait at most 7000 ms; slower answers are lost and repeated.',
    },
  });
});

test('traffic: none for ten minutes, and some in the hour before', () => {
  expect(alertOf(watched(), 'MeshwrightTrafficStopped')).toEqual({
    alert: 'MeshwrightTrafficStopped',
    expr:
      `(sum(rate(istio_requests_total{${SERIES}}[10m])) or vector(0)) == 0` +
      ` and sum(rate(istio_requests_total{${SERIES}}[1h] offset 10m)) > 0`,
    for: '300s',
    labels: { namespace: 'shop', service: 'payments', severity: 'warning' },
    annotations: {
      summary: 'payments gets no traffic any more',
      description:
        'Nobody has called payments in shop for ten minutes, and somebody did in the hour before.',
    },
  });
});

test('of connections only their bytes are watched: an open one brings no new connection', () => {
  const system = watched({ port: Port.tcp(7000) });
  const [group] = specOf(system, 'PrometheusRule', 'payments').groups ?? [];
  expect(group?.rules?.map(({ alert, expr }) => [alert, expr])).toEqual([
    [
      'MeshwrightTrafficStopped',
      `(sum(rate(istio_tcp_received_bytes_total{${SERIES}}[10m])) or vector(0)) == 0` +
        ` and sum(rate(istio_tcp_received_bytes_total{${SERIES}}[1h] offset 10m)) > 0`,
    ],
  ]);
});

describe('an alert', () => {
  const annotationsOf = (prometheus: Prometheus): unknown => {
    const system = shop((chart) => void aService(chart, 'payments'), { prometheus });
    return alertOf(system, 'MeshwrightLatencyHigh').annotations;
  };

  test.each(['https://runbooks.acme.example', 'https://runbooks.acme.example/'])(
    'links to its page below %s',
    (runbooks) => {
      expect(annotationsOf(Prometheus.operator({ runbooks }))).toMatchObject({
        runbook_url: 'https://runbooks.acme.example/MeshwrightLatencyHigh',
      });
    },
  );

  test('links to no page where there is none', () => {
    expect(annotationsOf(Prometheus.operator())).not.toHaveProperty('runbook_url');
  });
});

describe('the limit of latency', () => {
  const limitOf = (system: DeclaredSystem): string =>
    String(alertOf(system, 'MeshwrightLatencyHigh').expr).replace(/.* > /, '');

  test('is half of the longest deadline of all who call', () => {
    const system = shop((chart) => {
      const payments = aService(chart, 'payments');
      aService(chart, 'orders').calls(payments, { timeout: Duration.seconds(7) });
      aService(chart, 'ops').calls(payments, { timeout: Duration.seconds(11) });
    }, mesh);
    expect(limitOf(system)).toBe('5500');
  });

  test('counts those whom a gateway lets in', () => {
    const system = shop((chart) => {
      const web = new MeshGateway(chart, 'web', { hosts: ['*'], tls: GatewayTls.secret('cert') });
      web.routes('/*', aService(chart, 'payments'), { timeout: Duration.seconds(13) });
    }, mesh);
    expect(limitOf(system)).toBe('6500');
  });

  test('is never below half of the time that the mesh gives a service for itself', () => {
    expect(limitOf(watched({}, Duration.millis(70)))).toBe('500');
  });
});
