import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Port, Prometheus } from '../../../constructs';
import { aService, shop } from '../../support/declare';
import { specOf, type Specs } from '../rendered';

type Groups = NonNullable<Specs['PrometheusRule']['groups']>;

function groupsOf(port: Port): Groups {
  const system = shop((chart) => void aService(chart, 'payments', { port }), {
    prometheus: Prometheus.operator(),
  });
  return specOf(system, 'PrometheusRule', 'payments').groups ?? [];
}

const REQUESTS = groupsOf(Port.http(7080));
const CONNECTIONS = groupsOf(Port.tcp(7000));

/** What promtool prints about files, which it reads as JSON: YAML has it in it. */
function promtool(args: readonly string[], files: Readonly<Record<string, unknown>>): string {
  const cwd = mkdtempSync(join(tmpdir(), 'meshwright-promtool-'));
  try {
    for (const [name, content] of Object.entries(files)) {
      writeFileSync(join(cwd, name), JSON.stringify(content));
    }
    const { stdout, stderr, status } = spawnSync('promtool', args, { cwd, encoding: 'utf8' });
    return `${stdout}${stderr}exit ${status}`;
  } finally {
    rmSync(cwd, { recursive: true });
  }
}

interface Scenario {
  readonly groups: Groups;
  /** The values of each series, a minute apart, by the labels that matter. */
  readonly series: Readonly<Record<string, string>>;
  /** Names of the alerts that fire. */
  readonly firing: readonly string[];
  /** Minutes after which they do. */
  readonly after: number;
}

function judge({ groups, series, firing, after }: Scenario): string {
  const common =
    'reporter="source",destination_service_name="payments",destination_service_namespace="shop"';
  const rules = groups.flatMap((group) => group.rules ?? []);
  const tests = [
    {
      interval: '1m',
      input_series: Object.entries(series).map(([name, values]) => ({
        series: name.replace('{', `{${common},`),
        values,
      })),
      alert_rule_test: rules.map(({ alert = '', labels, annotations }) => ({
        eval_time: `${after}m`,
        alertname: alert,
        exp_alerts: firing.includes(alert)
          ? [{ exp_labels: labels, exp_annotations: annotations }]
          : [],
      })),
    },
  ];
  const files = { rules: { groups }, tests: { rule_files: ['rules'], tests } };
  return promtool(['test', 'rules', 'tests'], files);
}

const served = 'istio_requests_total{response_code="200",response_flags="-"}';
const failed = 'istio_requests_total{response_code="503",response_flags="UH,URX"}';
const hungUp = 'istio_requests_total{response_code="0",response_flags="DC"}';
const unanswered = 'istio_requests_total{response_code="0",response_flags="UC"}';
const grpcFailed =
  'istio_requests_total{response_code="200",grpc_response_status="14",response_flags="-"}';
const received = 'istio_tcp_received_bytes_total{request_protocol="tcp"}';

/** Requests of which `quick` in a hundred take up to 250 ms, and the others up to a second. */
const durations = (quick: number): Record<string, string> => {
  const bucket = (le: string): string =>
    `istio_request_duration_milliseconds_bucket{response_code="200",le="${le}"}`;
  return {
    [bucket('250')]: `0+${quick}x30`,
    [bucket('1000')]: '0+100x30',
    [bucket('+Inf')]: '0+100x30',
  };
};

const isThere = spawnSync('promtool', ['--version']).status === 0;
// on a developer's machine the tool may be missing; a run without it says so and checks nothing
const suite = isThere ? describe : describe.skip;

suite(isThere ? 'promtool' : 'SKIPPED, since no promtool is on the PATH: promtool', () => {
  test.each([
    ['requests', REQUESTS, 3],
    ['connections', CONNECTIONS, 1],
  ])('accepts the alerts about %s', (_what, groups, rules) => {
    const args = ['check', 'rules', '--lint=all', '--lint-fatal', 'rules'];
    const output = promtool(args, { rules: { groups } });
    expect(output).toContain(`SUCCESS: ${rules} rules found`);
    expect(output).toContain('exit 0');
  });

  const errors = 'MeshwrightErrorRatioHigh';
  const stopped = 'MeshwrightTrafficStopped';
  const slow = 'MeshwrightLatencyHigh';

  test.each<[string, Scenario]>([
    [
      'seven failures in a hundred are told',
      {
        groups: REQUESTS,
        series: { [served]: '0+93x30', [failed]: '0+7x30' },
        firing: [errors],
        after: 13,
      },
    ],
    [
      'three in a hundred are not',
      {
        groups: REQUESTS,
        series: { [served]: '0+97x30', [failed]: '0+3x30' },
        firing: [],
        after: 13,
      },
    ],
    [
      'requests that never got an answer are failures',
      {
        groups: REQUESTS,
        series: { [served]: '0+93x30', [unanswered]: '0+7x30' },
        firing: [errors],
        after: 13,
      },
    ],
    [
      'requests whose caller hung up are none',
      {
        groups: REQUESTS,
        series: { [served]: '0+50x30', [hungUp]: '0+50x30' },
        firing: [],
        after: 13,
      },
    ],
    [
      'failures of gRPC count beside those of HTTP',
      {
        groups: REQUESTS,
        series: { [served]: '0+93x30', [grpcFailed]: '0+4x30', [failed]: '0+3x30' },
        firing: [errors],
        after: 13,
      },
    ],
    [
      'no request at all is no failure',
      { groups: REQUESTS, series: { [served]: '7x30' }, firing: [], after: 13 },
    ],
    [
      'seven slow answers in a hundred are told',
      { groups: REQUESTS, series: durations(93), firing: [slow], after: 13 },
    ],
    [
      'none in a hundred is not',
      { groups: REQUESTS, series: durations(100), firing: [], after: 13 },
    ],
    [
      'requests that stop are told',
      { groups: REQUESTS, series: { [served]: '0+7x30 210x40' }, firing: [stopped], after: 50 },
    ],
    [
      'a service that nobody ever called is not',
      { groups: REQUESTS, series: {}, firing: [], after: 50 },
    ],
    [
      'bytes that stop are told',
      {
        groups: CONNECTIONS,
        series: { [received]: '0+7x30 210x40' },
        firing: [stopped],
        after: 50,
      },
    ],
    [
      'one connection that is kept and used is traffic',
      { groups: CONNECTIONS, series: { [received]: '0+7x90' }, firing: [], after: 70 },
    ],
  ])('finds that %s', (_rule, scenario) => {
    const output = judge(scenario);
    expect(output).toContain('SUCCESS');
    expect(output).toContain('exit 0');
  });
});
