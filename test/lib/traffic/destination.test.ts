import { Duration } from 'cdk8s';
import {
  Capacity,
  OutlierDetection,
  PanicThreshold,
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
