import { Duration } from 'cdk8s';
import fc from 'fast-check';
import { Probe, Workload, type ResilientServiceProps } from '../../../constructs';
import { aService, lines, shop } from '../../support/declare';
import { containerOf, workloadOf } from '../../support/pods';

function told(props: ResilientServiceProps): string[] {
  return lines(shop((chart) => aService(chart, 'cart', props)));
}

test('until it is started, a container is asked what readiness asks, each second', () => {
  const readiness = Probe.http('/ready', {
    headers: { 'x-probe': 'yes' },
    port: 7011,
    initialDelay: Duration.seconds(13),
    period: Duration.seconds(17),
    failureThreshold: 2,
  });
  const { startupProbe, readinessProbe } = containerOf(
    workloadOf({ readiness, startsWithin: Duration.seconds(41) }),
  );
  expect(startupProbe).toEqual({
    httpGet: readinessProbe?.httpGet,
    periodSeconds: 1,
    timeoutSeconds: 1,
    failureThreshold: 41,
  });
  expect(readinessProbe?.httpGet?.path).toBe('/ready');
});

test('the default readiness is asked as well', () => {
  expect(containerOf(workloadOf({ startsWithin: Duration.seconds(7) })).startupProbe).toEqual({
    tcpSocket: { port: 8080 },
    periodSeconds: 1,
    timeoutSeconds: 1,
    failureThreshold: 7,
  });
});

test('a container always gets the time to start, and less than one try more', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 60 }),
      fc.integer({ min: 60_000, max: 3_600_000 }),
      (timeout, ms) => {
        const readiness = Probe.tcp({ timeout: Duration.seconds(timeout) });
        const { startupProbe } = containerOf(
          workloadOf({ readiness, startsWithin: Duration.millis(ms) }),
        );
        const { periodSeconds = 0, failureThreshold = 0 } = startupProbe ?? {};
        expect(periodSeconds * failureThreshold * 1000).toBeGreaterThanOrEqual(ms);
        expect(periodSeconds * (failureThreshold - 1)).toBeLessThan(Math.ceil(ms / 1000));
      },
    ),
    { numRuns: 25 },
  );
});

test('a startup probe and a time to start contradict each other', () => {
  expect(told({ startup: Probe.tcp(), startsWithin: Duration.seconds(7) })).toEqual([
    '[shop/cart] MW0130 startsWithin: got both `startup` and `startsWithin`, want one of the two; keep `startsWithin`, or `startup` where it asks something else than readiness',
  ]);
});

test('the time to start is as long as one try', () => {
  const readiness = Probe.tcp({ timeout: Duration.seconds(7) });
  expect(told({ readiness, startsWithin: Duration.seconds(6) })).toEqual([
    "[shop/cart] MW0131 startsWithin: got 6000ms, want at least the 7s that a try of readiness' question may take; raise `startsWithin`, or lower the timeout of `readiness`",
  ]);
  expect(told({ readiness, startsWithin: Duration.seconds(7) })).toEqual([]);
});

test.each<[string, ResilientServiceProps]>([
  ['a worker', { port: undefined }],
  ['a job', { port: undefined, workload: Workload.job() }],
])('nobody can tell when %s has started', (_what, props) => {
  expect(told({ ...props, startsWithin: Duration.seconds(7) })).toEqual([
    '[shop/cart] MW0132 startsWithin: got 7000ms, want a `readiness` probe, or a port of a workload that is no job; declare `readiness`, such as Probe.exec, or remove `startsWithin`',
  ]);
});

test('a worker that says when it is ready says when it has started', () => {
  const readiness = Probe.exec(['ready']);
  const props = { port: undefined, readiness, startsWithin: Duration.seconds(7) };
  expect(told(props)).toEqual([]);
  expect(containerOf(workloadOf(props)).startupProbe).toMatchObject({ failureThreshold: 7 });
});

const slow = Probe.http('/ready', { initialDelay: Duration.seconds(30) });

test('a liveness probe that is through before readiness begins is told', () => {
  expect(told({ readiness: slow, liveness: Probe.http('/alive') })).toEqual([
    '[shop/cart] MW0133 liveness: got a restart after 20s, want more than the 30s that the application has to start; give the time to start as `startsWithin` instead of initial delays',
  ]);
});

test.each<[string, ResilientServiceProps]>([
  ['begins later', { liveness: Probe.http('/alive', { initialDelay: Duration.seconds(30) }) }],
  ['is patient', { liveness: Probe.http('/alive', { failureThreshold: 5 }) }],
  [
    'waits for a startup probe',
    { liveness: Probe.http('/alive'), startsWithin: Duration.seconds(60) },
  ],
  ['is none', {}],
])('a liveness probe that %s is right', (_what, props) => {
  expect(told({ readiness: slow, ...props })).toEqual([]);
});
