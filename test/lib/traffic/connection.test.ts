import { Duration } from 'cdk8s';
import {
  DataStore,
  Mesh,
  OutlierDetection,
  Port,
  RetryBudget,
  type ConnectionProps,
  type ResilientServiceProps,
} from '../../../constructs';
import type { DeclaredSystem } from '../../../constructs/testing';
import { aService, errors, lines, shop } from '../../support/declare';
import { specOf } from '../rendered';

function payments(props: ResilientServiceProps): DeclaredSystem {
  return shop((chart) => void aService(chart, 'payments', props));
}

function poolOf(system: DeclaredSystem): unknown {
  return specOf(system, 'DestinationRule', 'payments').trafficPolicy?.connectionPool;
}

const connectTimeoutWith = (timeout: Duration): unknown => {
  const system = shop((chart) => {
    aService(chart, 'orders').calls(aService(chart, 'payments'), { timeout });
  });
  expect(lines(system)).toEqual([]);
  const { trafficPolicy } = specOf(system, 'DestinationRule', 'payments');
  return trafficPolicy?.connectionPool?.tcp?.connectTimeout;
};

test.each([
  [Duration.seconds(7), '500ms'],
  [Duration.millis(700), '350ms'],
  [Duration.millis(1), '1ms'],
])(
  'a connection is made within half a second, and within half of a deadline of %p',
  (timeout, expected) => {
    expect(connectTimeoutWith(timeout)).toBe(expected);
  },
);

test('every option of a connection is written as Istio reads it', () => {
  const connection: ConnectionProps = {
    connectTimeout: Duration.millis(130),
    idleTimeout: Duration.seconds(11),
    maxConnectionDuration: Duration.minutes(7),
    maxRequestsPerConnection: 700,
    maxConcurrentStreams: 70,
    tcpKeepalive: { time: Duration.seconds(70), probes: 3 },
    http2Keepalive: { interval: Duration.seconds(30), timeout: Duration.seconds(5) },
  };
  const system = payments({ port: Port.grpc(7000), connection });
  expect(lines(system)).toEqual([]);
  expect(poolOf(system)).toEqual({
    tcp: {
      maxConnections: 3072,
      connectTimeout: '130ms',
      maxConnectionDuration: '420s',
      tcpKeepalive: { time: '70s', interval: '75s', probes: 3 },
    },
    http: {
      http1MaxPendingRequests: 3072,
      http2MaxRequests: 3072,
      maxRequestsPerConnection: 700,
      maxConcurrentStreams: 70,
      idleTimeout: '11s',
      http2KeepAlive: { interval: '30s', timeout: '5s' },
    },
  });
});

describe('an unused connection', () => {
  test('is closed after four fifths of what the server keeps it for, on both sides of its proxy', () => {
    const system = payments({ keepAlive: Duration.seconds(65) });
    expect(poolOf(system)).toMatchObject({ http: { idleTimeout: '52s' } });
    expect(specOf(system, 'Sidecar', 'payments').inboundConnectionPool).toMatchObject({
      http: { idleTimeout: '52s' },
    });
  });

  test('MW0234: is not kept as long as the server keeps it', () => {
    const withIdle = (idleTimeout: Duration): string[] =>
      errors(payments({ keepAlive: Duration.seconds(7), connection: { idleTimeout } }));
    expect(withIdle(Duration.seconds(7))).toEqual([
      "[shop/payments] MW0234 connection.idleTimeout: got 7s, want less than the server's keepAlive, " +
        '7s; lower `idleTimeout` or leave it out: a request that meets the close of its connection fails',
    ]);
    expect(withIdle(Duration.millis(6999))).toEqual([]);
  });

  test('may be kept as long as one likes where the server does not say', () => {
    expect(errors(payments({ connection: { idleTimeout: Duration.minutes(7) } }))).toEqual([]);
  });
});

describe('MW0250: connecting', () => {
  const told = (connectTimeout: Duration): string[] =>
    lines(
      shop((chart) => {
        const callee = aService(chart, 'payments', { connection: { connectTimeout } });
        aService(chart, 'orders').calls(callee, { timeout: Duration.millis(700) });
      }),
    );

  test('may not take the whole deadline, which is told of the call', () => {
    expect(told(Duration.millis(700))).toEqual([
      '[shop/orders] MW0250 calls(payments).connection.connectTimeout: got 700ms, want less than the ' +
        'deadline, 700ms, so that another pod can be tried; lower `connectTimeout` or leave it out, or ' +
        'raise `timeout`',
    ]);
  });

  test('may take less', () => {
    expect(told(Duration.millis(699))).toEqual([]);
  });
});

describe('options that a protocol does not know', () => {
  test.each([
    [
      'maxRequestsPerConnection',
      { maxRequestsPerConnection: 7 },
      Port.tcp(7000),
      'it on tcp',
      'HTTP or gRPC',
    ],
    [
      'maxConcurrentStreams',
      { maxConcurrentStreams: 7 },
      Port.http(7000),
      'it on http',
      'gRPC or HTTP/2',
    ],
    [
      'http2Keepalive',
      { http2Keepalive: { interval: Duration.seconds(7), timeout: Duration.seconds(1) } },
      Port.http(7000),
      'it on http',
      'gRPC or HTTP/2',
    ],
  ])('MW0237: %s is an error', (name, connection, port, got, protocols) => {
    expect(errors(payments({ port, connection }))).toEqual([
      `[shop/payments] MW0237 connection.${name}: got ${got}, want a port of ${protocols}; remove it, or ` +
        'declare the protocol of the port',
    ]);
  });

  test('MW0237: a retry budget on TCP is an error', () => {
    const retryBudget = RetryBudget.percent(10);
    expect(errors(payments({ port: Port.tcp(7000), retryBudget }))).toEqual([
      '[shop/payments] MW0237 retryBudget: got it on tcp, want a port of HTTP or gRPC; remove it, or ' +
        'declare the protocol of the port',
    ]);
  });

  test('MW0236: answers are not counted where there are none', () => {
    const outlierDetection = OutlierDetection.of({ consecutive5xxErrors: 7 });
    expect(errors(payments({ port: Port.tcp(7000), outlierDetection }))).toEqual([
      '[shop/payments] MW0236 outlierDetection.consecutive5xxErrors: got 7 on tcp, want ' +
        'consecutiveLocalOriginFailures on a port without requests; remove it, or declare the port as HTTP',
    ]);
    const local = OutlierDetection.of({ consecutiveLocalOriginFailures: 7 });
    expect(errors(payments({ port: Port.tcp(7000), outlierDetection: local }))).toEqual([]);
  });
});

describe('MW0238: what needs a newer Istio', () => {
  const budgetInterval = Duration.seconds(7);
  const on = (istio: string): DeclaredSystem =>
    shop((chart) => {
      new Mesh(chart, 'Mesh', { istio });
      aService(chart, 'payments', { retryBudget: RetryBudget.percent(10, { budgetInterval }) });
    });

  test('is an error before, and written from then on', () => {
    expect(errors(on('1.30'))).toEqual([
      '[shop/payments] MW0238 retryBudget.budgetInterval: got Istio 1.30, want Istio 1.31 or newer; ' +
        'remove it, or say in the Mesh which version there is',
    ]);
    expect(specOf(on('1.31'), 'DestinationRule', 'payments').trafficPolicy?.retryBudget).toEqual({
      percent: 10,
      minRetryConcurrency: 3,
      budgetInterval: '7s',
    });
  });
});

describe('retries in flight', () => {
  test('are limited by number where that is asked for', () => {
    const system = payments({ retryBudget: RetryBudget.atMost(7) });
    const { trafficPolicy } = specOf(system, 'DestinationRule', 'payments');
    expect(trafficPolicy).not.toHaveProperty('retryBudget');
    expect(trafficPolicy?.connectionPool?.http?.maxRetries).toBe(7);
  });

  test('are not limited where a reason is given, which becomes an annotation', () => {
    const system = payments({ retryBudget: RetryBudget.unlimited('it is asked once a day') });
    const rule = system.manifest('DestinationRule', 'payments');
    expect(rule.metadata.annotations).toEqual({
      'meshwright.dev/loosened-retry-budget': 'it is asked once a day',
    });
    expect(rule.spec?.trafficPolicy).not.toHaveProperty('retryBudget');
    expect(errors(payments({ retryBudget: RetryBudget.unlimited(' ') }))).toHaveLength(1);
  });
});

describe('MW0249: outlier detection among addresses', () => {
  const ledger = (endpoints?: number): DeclaredSystem =>
    shop((chart) => {
      const outlierDetection = OutlierDetection.of({ interval: Duration.seconds(7) });
      const address = '10.7.0.11';
      DataStore.postgres(chart, 'ledger', { address, outlierDetection, endpoints });
    });

  test('needs two of them', () => {
    const rest =
      'want `endpoints` of 2 or more; say how many addresses the name has, or remove `outlierDetection`';
    expect(errors(ledger())).toEqual([
      `[shop/ledger] MW0249 outlierDetection: got 0 endpoints, ${rest}`,
    ]);
    expect(errors(ledger(1))).toEqual([
      `[shop/ledger] MW0249 outlierDetection: got 1 endpoints, ${rest}`,
    ]);
    expect(specOf(ledger(3), 'DestinationRule', 'ledger').trafficPolicy?.outlierDetection).toEqual({
      splitExternalLocalOriginErrors: true,
      consecutiveLocalOriginFailures: 5,
      interval: '7s',
      baseEjectionTime: '30s',
      maxEjectionPercent: 50,
      minHealthPercent: 0,
    });
  });
});
