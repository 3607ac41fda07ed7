import { Duration } from 'cdk8s';
import { Port, Probe, Workload, type ResilientServiceProps } from '../../../constructs';
import { declareProbe } from '../../../lib/workload/declare-probe';
import { aService, errors, shop } from '../../support/declare';
import { declaring } from '../../support/declaring';
import { containerOf, workloadOf } from '../../support/pods';

function refused(props: ResilientServiceProps): string[] {
  return errors(shop((chart) => aService(chart, 'cart', props)));
}

function told(probe: unknown): readonly string[] {
  return declaring((report) => declareProbe(report, 'readiness', probe as Probe)).told;
}

const TIMES = { periodSeconds: 10, timeoutSeconds: 1, failureThreshold: 3 };

test('a pod is ready when its first port accepts connections, at the times of Kubernetes', () => {
  const container = containerOf(workloadOf({ port: Port.http(80, { targetPort: 7007 }) }));
  expect(container.readinessProbe).toEqual({ tcpSocket: { port: 7007 }, ...TIMES });
  expect(container).not.toHaveProperty('livenessProbe');
  expect(container).not.toHaveProperty('startupProbe');
});

test('nobody asks a pod without ports, or a job, whether it is ready', () => {
  expect(containerOf(workloadOf({ port: undefined }))).not.toHaveProperty('readinessProbe');
  const job = workloadOf({ port: undefined, workload: Workload.job() });
  expect(containerOf(job)).not.toHaveProperty('readinessProbe');
});

test('each probe asks what it was told to ask, when it was told to', () => {
  const container = containerOf(
    workloadOf({
      readiness: Probe.http('/ready', { headers: { 'x-probe': 'a: b' }, port: 7011 }),
      liveness: Probe.exec(['check', '']),
      startup: Probe.grpc({
        initialDelay: Duration.seconds(7),
        period: Duration.seconds(11),
        timeout: Duration.seconds(13),
        failureThreshold: 17,
      }),
    }),
  );
  expect(container.readinessProbe).toEqual({
    httpGet: {
      path: '/ready',
      port: 7011,
      scheme: 'HTTP',
      httpHeaders: [{ name: 'x-probe', value: 'a: b' }],
    },
    ...TIMES,
  });
  expect(container.livenessProbe).toEqual({ exec: { command: ['check', ''] }, ...TIMES });
  expect(container.startupProbe).toEqual({
    grpc: { port: 8080 },
    initialDelaySeconds: 7,
    periodSeconds: 11,
    timeoutSeconds: 13,
    failureThreshold: 17,
  });
});

test('a probe without headers sends none', () => {
  const { readinessProbe } = containerOf(workloadOf({ readiness: Probe.http('/ready') }));
  expect(readinessProbe?.httpGet).toEqual({ path: '/ready', port: 8080, scheme: 'HTTP' });
});

const PATH = 'want a path that begins with /; write the path from the root';

test.each([
  ['ready', '"ready"'],
  ['', '""'],
  [undefined, 'nothing'],
])('%p is no path to ask', (path, got) => {
  expect(told(Probe.http(path as string))).toEqual([
    `[shop/cart] MW0015 readiness: got ${got}, ${PATH}`,
  ]);
});

test('a probe sends headers that HTTP has', () => {
  const headers = { 'x probe': 'a', 'x-ring': { __pulumiOutput: true } as never };
  expect(told(Probe.http('/ready', { headers }))).toEqual([
    '[shop/cart] MW0012 readiness.headers: got "x probe", want an HTTP token: letters, digits and -_.~!#$%&\'*+^`|; rename it',
    '[shop/cart] MW0901 readiness.headers.x-ring: got a Pulumi Output, want text, in which `asString` stands for an Output; write asString(output), of meshwright/pulumi',
  ]);
});

test('a command has at least one word', () => {
  expect(told(Probe.exec([]))).toEqual([
    '[shop/cart] MW0117 readiness: got [], want at least one word; give the command to run',
  ]);
});

test('each word of a command is text', () => {
  expect(told(Probe.exec(['check', 7 as never]))).toEqual([
    '[shop/cart] MW0001 readiness.command[1]: got 7, want a text that is not blank; give the value itself; an Output or a function cannot be written into a manifest',
  ]);
});

test.each(['initialDelay', 'period', 'timeout'])(
  'the %s of a probe is in whole seconds',
  (time) => {
    expect(told(Probe.tcp({ [time]: Duration.millis(1500) }))).toEqual([
      `[shop/cart] MW0118 readiness.${time}: got 1500ms, want whole seconds, as Kubernetes counts them; round it`,
    ]);
    expect(told(Probe.tcp({ [time]: Duration.millis(0.5) }))).toEqual([
      `[shop/cart] MW0003 readiness.${time}: got 0.5ms, want a Duration of whole milliseconds, at least 1ms; use Duration.millis or a larger unit`,
    ]);
    expect(told(Probe.tcp({ [time]: Duration.millis(7000) }))).toEqual([]);
  },
);

test.each([0, -7, 1.5, NaN])('a probe may not fail %p times', (failureThreshold) => {
  expect(told(Probe.tcp({ failureThreshold }))).toEqual([
    `[shop/cart] MW0002 readiness.failureThreshold: got ${failureThreshold}, want a whole number of at least 1; give such a number`,
  ]);
});

test('a probe asks a port that there is', () => {
  expect(told(Probe.grpc({ port: 70_007 }))).toEqual([
    '[shop/cart] MW0101 readiness.port: got 70007, want a whole number from 1 to 65535; give the number of the port',
  ]);
});

test.each([
  ['readiness', Probe.http('/ready'), 'http'],
  ['liveness', Probe.tcp(), 'tcp'],
  ['startup', Probe.grpc(), 'grpc'],
])('without ports, %s says which one to ask', (prop, probe, kind) => {
  expect(refused({ port: undefined, [prop]: probe })).toEqual([
    `[shop/cart] MW0124 ${prop}: got ${kind} without a port, want the port to ask; give the port, or use Probe.exec`,
  ]);
});

test('without ports, a probe that gives its port or runs a command is right', () => {
  const readiness = Probe.http('/ready', { port: 7007 });
  expect(refused({ port: undefined, readiness, liveness: Probe.exec(['check']) })).toEqual([]);
});

const PATIENCE =
  'want a liveness probe that asks something else, or fails later than readiness; leave `liveness` out, ask a path of its own, or raise its period or failureThreshold';

test.each<[string, ResilientServiceProps, string]>([
  [
    'the same question',
    { readiness: Probe.http('/healthz'), liveness: Probe.http('/healthz') },
    '30s, and readiness after 30s',
  ],
  [
    'the same question given up sooner',
    {
      readiness: Probe.grpc(),
      liveness: Probe.grpc({ period: Duration.seconds(7), failureThreshold: 1 }),
    },
    '7s, and readiness after 30s',
  ],
  ['the default of readiness', { liveness: Probe.tcp() }, '30s, and readiness after 30s'],
  [
    'the first port by its number',
    { readiness: Probe.tcp(), liveness: Probe.tcp({ port: 8080 }) },
    '30s, and readiness after 30s',
  ],
])('liveness is not %s', (_what, props, patience) => {
  expect(refused(props)).toEqual([
    `[shop/cart] MW0120 liveness: got the same question given up after ${patience}, ${PATIENCE}`,
  ]);
});

test.each<[string, ResilientServiceProps]>([
  ['is another path', { readiness: Probe.http('/ready'), liveness: Probe.http('/live') }],
  [
    'is another port',
    { readiness: Probe.tcp({ port: 7007 }), liveness: Probe.tcp({ port: 7011 }) },
  ],
  [
    'fails later',
    { readiness: Probe.http('/h'), liveness: Probe.http('/h', { failureThreshold: 4 }) },
  ],
  ['is alone, in a worker', { port: undefined, liveness: Probe.exec(['check']) }],
])('liveness that %s is right', (_what, props) => {
  expect(refused(props)).toEqual([]);
});
