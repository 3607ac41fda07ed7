import { Duration } from 'cdk8s';
import {
  LoadBalancing,
  OutlierDetection,
  Pool,
  Port,
  Scale,
  type ResilientServiceProps,
} from '../../../constructs';
import { aService, errors, lines, linesOf, shop } from '../../support/declare';
import { specOf, type Specs } from '../rendered';

type Rule = Specs['DestinationRule'];
type Policy = NonNullable<Rule['trafficPolicy']>;

function ruleOf(overrides: ResilientServiceProps): Rule {
  const system = shop((chart) => void aService(chart, 'payments', overrides));
  expect(lines(system)).toEqual([]);
  return specOf(system, 'DestinationRule', 'payments');
}

const policyOf = (overrides: ResilientServiceProps): Policy | undefined =>
  ruleOf(overrides).trafficPolicy;

test('the policy towards a service is complete, with every value written out', () => {
  expect(ruleOf({ scale: Scale.fixed(7) })).toEqual({
    host: 'payments.shop.svc.cluster.local',
    trafficPolicy: {
      loadBalancer: { simple: 'LEAST_REQUEST', localityLbSetting: { enabled: false } },
      connectionPool: {
        tcp: { maxConnections: 700, connectTimeout: '1s' },
        http: { http1MaxPendingRequests: 700, http2MaxRequests: 700, idleTimeout: '4s' },
      },
      retryBudget: { percent: 20, minRetryConcurrency: 3 },
      outlierDetection: {
        consecutive5xxErrors: 5,
        interval: '10s',
        baseEjectionTime: '30s',
        maxEjectionPercent: 34,
        minHealthPercent: 0,
      },
    },
  });
});

test('it says nothing about TLS, which would override mutual TLS', () => {
  expect(JSON.stringify(ruleOf({}))).not.toMatch(/tls/i);
});

describe('the pool of a client', () => {
  const limits = (policy: Policy | undefined): unknown[] => [
    policy?.connectionPool?.tcp?.maxConnections,
    policy?.connectionPool?.http?.http1MaxPendingRequests,
    policy?.connectionPool?.http?.http2MaxRequests,
  ];

  test('is a hundred for each of the three replicas', () => {
    expect(limits(policyOf({}))).toEqual([300, 300, 300]);
  });

  test('is what is asked for, for each replica that an autoscaler leaves', () => {
    const pool = Pool.perReplica(13);
    expect(limits(policyOf({ pool, scale: Scale.between(7, 11) }))).toEqual([91, 91, 91]);
  });

  test('has the times that are asked for', () => {
    const pool = Pool.perReplica(13, {
      connectTimeout: Duration.millis(700),
      idleTimeout: Duration.seconds(11),
    });
    expect(policyOf({ pool })?.connectionPool).toMatchObject({
      tcp: { connectTimeout: '700ms' },
      http: { idleTimeout: '11s' },
    });
  });

  test('keeps idle connections for an hour where no requests end them, and limits those alone', () => {
    const policy = policyOf({ port: Port.tcp(7000), pool: Pool.perReplica(13) });
    expect(policy?.connectionPool).toEqual({
      tcp: {
        maxConnections: 39,
        connectTimeout: '1s',
        idleTimeout: '3600s',
        tcpKeepalive: { time: '300s', interval: '75s', probes: 9 },
      },
    });
    expect(policy).not.toHaveProperty('retryBudget');
  });

  test('has the limits of requests where one of several ports carries them', () => {
    const ports = { api: Port.http(7080), raw: Port.tcp(7000) };
    expect(limits(policyOf({ ports }))).toEqual([300, 300, 300]);
  });

  test.each([0, -7, 1.5])('of %p is an error', (connections) => {
    const pool = Pool.perReplica(connections);
    const system = shop((chart) => void aService(chart, 'payments', { pool }));
    expect(errors(system)).toEqual([
      `[shop/payments] MW0002 pool: got ${connections}, want a whole number of at least 1; give such a ` +
        'number',
    ]);
  });
});

describe('outlier detection', () => {
  const outlierOf = (overrides: ResilientServiceProps): Policy['outlierDetection'] =>
    policyOf(overrides)?.outlierDetection;

  test('has the values that are asked for, and still a computed percentage', () => {
    const outlierDetection = OutlierDetection.of({
      consecutive5xxErrors: 7,
      interval: Duration.seconds(11),
      baseEjectionTime: Duration.seconds(13),
    });
    expect(outlierOf({ outlierDetection, scale: Scale.fixed(2) })).toEqual({
      consecutive5xxErrors: 7,
      interval: '11s',
      baseEjectionTime: '13s',
      maxEjectionPercent: 50,
      minHealthPercent: 0,
    });
  });

  test('counts the replicas that an autoscaler leaves, not those it may add', () => {
    const scale = Scale.between(3, 70);
    expect(outlierOf({ scale })?.maxEjectionPercent).toBe(50);
  });

  test('is none for one replica, which is said', () => {
    const system = shop((chart) => {
      aService(chart, 'payments', { scale: Scale.fixed(1) });
    });
    expect(lines(system)).toEqual([]);
    expect(linesOf(system, 'info')).toEqual([
      '[shop/payments] MW0213 scale: got 1 replica of a deployment, want two replicas or more; raise ' +
        '`scale`, if the service can run more than once',
    ]);
    const { trafficPolicy } = specOf(system, 'DestinationRule', 'payments');
    expect(trafficPolicy).not.toHaveProperty('outlierDetection');
  });

  test('is off with a reason, which becomes an annotation and is not spoken of again', () => {
    const system = shop((chart) => {
      const outlierDetection = OutlierDetection.off('its 5xx answers are about single tenants');
      aService(chart, 'payments', { outlierDetection, scale: Scale.fixed(1) });
    });
    expect(linesOf(system, 'info')).toEqual([]);
    const rule = system.manifest('DestinationRule', 'payments');
    expect(rule.metadata.annotations).toEqual({
      'meshwright.dev/loosened-outlier-detection': 'its 5xx answers are about single tenants',
    });
    expect(rule.spec?.trafficPolicy).not.toHaveProperty('outlierDetection');
  });

  test('is not off without a reason', () => {
    const system = shop((chart) => {
      aService(chart, 'payments', { outlierDetection: OutlierDetection.off(' ') });
    });
    expect(errors(system)).toEqual([
      '[shop/payments] MW0009 outlierDetection: got " ", want a reason that a reader of the manifest ' +
        'understands; say why the default is given up',
    ]);
  });

  test('of connections counts failures to connect', () => {
    expect(outlierOf({ port: Port.tcp(7000) })).toMatchObject({ maxEjectionPercent: 50 });
  });
});

describe('load balancing', () => {
  const off = { localityLbSetting: { enabled: false } };

  test.each([
    ['leastRequest', LoadBalancing.leastRequest(), { simple: 'LEAST_REQUEST' }],
    ['roundRobin', LoadBalancing.roundRobin(), { simple: 'ROUND_ROBIN' }],
    ['random', LoadBalancing.random(), { simple: 'RANDOM' }],
    [
      'byHeader',
      LoadBalancing.byHeader('x-tenant'),
      { consistentHash: { httpHeaderName: 'x-tenant' } },
    ],
    [
      'byQueryParameter',
      LoadBalancing.byQueryParameter('tenantId'),
      { consistentHash: { httpQueryParameterName: 'tenantId' } },
    ],
    [
      'byCookie',
      LoadBalancing.byCookie('tenant', Duration.minutes(7)),
      { consistentHash: { httpCookie: { name: 'tenant', ttl: '420s' } } },
    ],
    ['bySourceIp', LoadBalancing.bySourceIp(), { consistentHash: { useSourceIp: true } }],
  ])('%s is written as Istio reads it, and not by zone', (_name, loadBalancing, written) => {
    expect(policyOf({ loadBalancing })?.loadBalancer).toEqual({ ...written, ...off });
  });

  test.each([
    [
      'a header that is none',
      LoadBalancing.byHeader('x tenant'),
      'MW0012 loadBalancing: got "x tenant", want an HTTP token: letters, digits and -_.~!#$%&\'*+^`|; ' +
        'rename it',
    ],
    [
      'a cookie that lives for no time',
      LoadBalancing.byCookie('tenant', Duration.millis(0)),
      'MW0003 loadBalancing.ttl: got 0ms, want a Duration of whole milliseconds, at least 1ms; use ' +
        'Duration.millis or a larger unit',
    ],
  ])('by %s is an error', (_what, loadBalancing, text) => {
    const system = shop((chart) => void aService(chart, 'payments', { loadBalancing }));
    expect(errors(system)).toEqual([`[shop/payments] ${text}`]);
  });
});

describe('the subset of each version', () => {
  const versions = {
    v1: { image: 'ghcr.io/acme/payments:1', weight: 87 },
    v2: { image: 'ghcr.io/acme/payments:2', weight: 13, scale: Scale.fixed(2) },
  };

  test('selects its pods, and has a complete policy of its own size', () => {
    const pool = Pool.perReplica(7);
    const { subsets = [] } = ruleOf({ versions, pool, scale: Scale.fixed(11) });
    expect(subsets.map(({ name, labels }) => [name, labels])).toEqual([
      ['v1', { 'app.kubernetes.io/name': 'payments', version: 'v1' }],
      ['v2', { 'app.kubernetes.io/name': 'payments', version: 'v2' }],
    ]);
    const sizes = subsets.map(({ trafficPolicy }) => [
      trafficPolicy?.connectionPool?.http?.http2MaxRequests,
      trafficPolicy?.outlierDetection?.maxEjectionPercent,
    ]);
    expect(sizes).toEqual([
      [77, 34],
      [14, 50],
    ]);
  });

  test('has every block that the policy of the host has, since none is inherited in part', () => {
    const { trafficPolicy, subsets = [] } = ruleOf({ versions });
    const blocks = Object.keys(trafficPolicy ?? {}).sort();
    expect(blocks).toEqual(['connectionPool', 'loadBalancer', 'outlierDetection', 'retryBudget']);
    for (const subset of subsets) {
      expect(Object.keys(subset.trafficPolicy ?? {}).sort()).toEqual(blocks);
    }
  });

  test('has the limits of the smallest version where no subset is meant', () => {
    const { trafficPolicy } = ruleOf({ versions, scale: Scale.fixed(11) });
    expect(trafficPolicy?.connectionPool?.tcp?.maxConnections).toBe(200);
  });

  test('of one replica cannot be ejected from, which is said of that version alone', () => {
    const system = shop((chart) => {
      const small = { ...versions, v2: { ...versions.v2, scale: Scale.fixed(1) } };
      aService(chart, 'payments', { versions: small });
    });
    expect(linesOf(system, 'info')).toEqual([
      '[shop/payments] MW0213 versions.v2.scale: got 1 replica of a deployment, want two replicas or ' +
        'more; raise `scale`, if the service can run more than once',
    ]);
    const { subsets = [] } = specOf(system, 'DestinationRule', 'payments');
    expect(
      subsets.map(({ trafficPolicy }) => trafficPolicy?.outlierDetection !== undefined),
    ).toEqual([true, false]);
  });
});

test('the rule comes before the routes, so that no route names a subset that is not there yet', () => {
  const system = shop((chart) => void aService(chart, 'payments'));
  const kinds = system.manifests().map(({ kind }) => kind);
  expect(kinds.indexOf('DestinationRule')).toBeLessThan(kinds.indexOf('VirtualService'));
});
