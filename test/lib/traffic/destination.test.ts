import { Duration } from 'cdk8s';
import {
  LoadBalancing,
  Capacity,
  HashTable,
  OutlierDetection,
  PanicThreshold,
  Port,
  Scale,
  Warmup,
  type ResilientServiceProps,
} from '../../../constructs';
import { aService, errors, lines, linesOf, shop } from '../../support/declare';
import { specOf, type Specs } from '../rendered';

type Rule = Specs['DestinationRule'];
type Policy = NonNullable<Rule['trafficPolicy']>;

function ruleOf(overrides: ResilientServiceProps): Rule {
  const system = shop((chart) => void aService(chart, 'payments', overrides));
  expect(errors(system)).toEqual([]);
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
        tcp: { maxConnections: 7168, connectTimeout: '500ms' },
        http: { http1MaxPendingRequests: 7168, http2MaxRequests: 7168, idleTimeout: '4s' },
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

  test('of connections counts failures to connect, and no answers, which the mesh does not see', () => {
    expect(outlierOf({ port: Port.tcp(7000) })).toEqual({
      splitExternalLocalOriginErrors: true,
      consecutiveLocalOriginFailures: 5,
      interval: '10s',
      baseEjectionTime: '30s',
      maxEjectionPercent: 50,
      minHealthPercent: 0,
    });
  });

  test('counts gateway errors and failures to connect apart where it is asked to', () => {
    const outlierDetection = OutlierDetection.of({
      consecutiveGatewayErrors: 3,
      consecutiveLocalOriginFailures: 7,
    });
    expect(outlierOf({ outlierDetection })).toMatchObject({
      consecutive5xxErrors: 5,
      consecutiveGatewayErrors: 3,
      splitExternalLocalOriginErrors: true,
      consecutiveLocalOriginFailures: 7,
    });
  });

  test('panics below the share that a reason is given for', () => {
    const system = shop((chart) => {
      const panicThreshold = PanicThreshold.below(30, 'a stale answer is better than none');
      aService(chart, 'payments', { outlierDetection: OutlierDetection.of({ panicThreshold }) });
    });
    const rule = system.manifest('DestinationRule', 'payments');
    expect(rule.metadata.annotations).toEqual({
      'meshwright.dev/loosened-panic-threshold': 'a stale answer is better than none',
    });
    expect(rule.spec?.trafficPolicy).toMatchObject({ outlierDetection: { minHealthPercent: 30 } });
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
      { consistentHash: { httpHeaderName: 'x-tenant', ringHash: { minimumRingSize: 1024 } } },
    ],
    [
      'byQueryParameter',
      LoadBalancing.byQueryParameter('tenantId', { table: HashTable.ring(4093) }),
      {
        consistentHash: {
          httpQueryParameterName: 'tenantId',
          ringHash: { minimumRingSize: 4093 },
        },
      },
    ],
    [
      'byCookie',
      LoadBalancing.byCookie('tenant', Duration.minutes(7)),
      {
        consistentHash: {
          httpCookie: { name: 'tenant', ttl: '420s' },
          ringHash: { minimumRingSize: 1024 },
        },
      },
    ],
    [
      'bySourceIp',
      LoadBalancing.bySourceIp({ table: HashTable.maglev() }),
      { consistentHash: { useSourceIp: true, maglev: { tableSize: 65_537 } } },
    ],
    [
      'warm-up',
      LoadBalancing.leastRequest({
        warmup: Warmup.over(Duration.seconds(70), { minimumPercent: 13, aggression: 1.5 }),
      }),
      {
        simple: 'LEAST_REQUEST',
        warmup: { duration: '70s', minimumPercent: 13, aggression: 1.5 },
      },
    ],
    [
      'warm-up without a word',
      LoadBalancing.roundRobin({ warmup: Warmup.over(Duration.seconds(7)) }),
      {
        simple: 'ROUND_ROBIN',
        warmup: { duration: '7s', minimumPercent: 10, aggression: 1 },
      },
    ],
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
    [
      'a ring of no places',
      LoadBalancing.byHeader('x-tenant', { table: HashTable.ring(0) }),
      'MW0225 loadBalancing.table: got 0, want a whole number from 1 to 8388608; give such a size, or ' +
        'leave `table` out',
    ],
    [
      'a table of a size that is no prime',
      LoadBalancing.byHeader('x-tenant', { table: HashTable.maglev(65_536) }),
      'MW0225 loadBalancing.table: got 65536, want a prime number up to 5000011; give such a size, or ' +
        'leave `table` out',
    ],
    [
      'a warm-up that shrinks',
      LoadBalancing.leastRequest({ warmup: Warmup.over(Duration.seconds(7), { aggression: 0 }) }),
      'MW0226 loadBalancing.warmup.aggression: got 0, want a number above 0; 1 is even growth; give ' +
        'such a number, or leave it out',
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

  const subsetsOf = (overrides: ResilientServiceProps): NonNullable<Rule['subsets']> => {
    const system = shop((chart) => void aService(chart, 'payments', overrides));
    return ['v1', 'v2'].flatMap(
      (name) => specOf(system, 'DestinationRule', `payments-${name}`).subsets ?? [],
    );
  };

  test('has a rule of its own, so that it can go after the routes to it', () => {
    const system = shop((chart) => void aService(chart, 'payments', { versions }));
    expect(ruleOf({ versions })).not.toHaveProperty('subsets');
    const { subsets, ...rule } = specOf(system, 'DestinationRule', 'payments-v2');
    expect(rule).toEqual({ host: 'payments.shop.svc.cluster.local' });
    expect(subsets?.map(({ name }) => name)).toEqual(['v2']);
  });

  test('selects its pods, and has a complete policy of its own size', () => {
    const capacity = Capacity.perReplica(7);
    const subsets = subsetsOf({ versions, capacity, scale: Scale.fixed(11) });
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
    const { trafficPolicy } = ruleOf({ versions });
    const subsets = subsetsOf({ versions });
    const blocks = Object.keys(trafficPolicy ?? {}).sort();
    expect(blocks).toEqual(['connectionPool', 'loadBalancer', 'outlierDetection', 'retryBudget']);
    for (const subset of subsets) {
      expect(Object.keys(subset.trafficPolicy ?? {}).sort()).toEqual(blocks);
    }
  });

  test('has the limits of the smallest version where no subset is meant', () => {
    const { trafficPolicy } = ruleOf({ versions, scale: Scale.fixed(11) });
    expect(trafficPolicy?.connectionPool?.tcp?.maxConnections).toBe(2048);
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
    const policies = ['payments-v1', 'payments-v2'].map(
      (name) => specOf(system, 'DestinationRule', name).subsets?.[0]?.trafficPolicy,
    );
    expect(policies.map((policy) => policy?.outlierDetection !== undefined)).toEqual([true, false]);
  });
});

test('the rule comes before the routes, so that no route names a subset that is not there yet', () => {
  const system = shop((chart) => void aService(chart, 'payments'));
  const kinds = system.manifests().map(({ kind }) => kind);
  expect(kinds.indexOf('DestinationRule')).toBeLessThan(kinds.indexOf('VirtualService'));
});
