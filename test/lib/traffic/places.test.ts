import {
  Distribution,
  Failover,
  LoadBalancing,
  Mesh,
  OutlierDetection,
  Scale,
  type ResilientServiceProps,
} from '../../../constructs';
import type { DeclaredSystem } from '../../../constructs/testing';
import { aService, errors, lines, linesOf, shop } from '../../support/declare';
import { routeOf, specOf } from '../rendered';

function payments(props: ResilientServiceProps, kubernetes?: string): DeclaredSystem {
  return shop((chart) => {
    if (kubernetes !== undefined) new Mesh(chart, 'Mesh', { kubernetes });
    aService(chart, 'orders').calls(aService(chart, 'payments', props));
  });
}

function localityOf(props: ResilientServiceProps): unknown {
  const system = payments(props);
  expect(lines(system)).toEqual([]);
  const { trafficPolicy } = specOf(system, 'DestinationRule', 'payments');
  return trafficPolicy?.loadBalancer?.localityLbSetting;
}

test.each([
  ['nothing is said of places', {}, { enabled: false }],
  [
    'zones fail over in the order of nearness',
    { failover: Failover.zones('eu-1a', 'eu-1b', 'eu-1c') },
    {
      enabled: true,
      failoverPriority: ['topology.kubernetes.io/region', 'topology.kubernetes.io/zone'],
    },
  ],
  [
    'regions fail over in the order given',
    { failover: Failover.regions('eu', 'us', 'asia') },
    {
      enabled: true,
      failover: [
        { from: 'eu', to: 'us' },
        { from: 'us', to: 'asia' },
        { from: 'asia', to: 'eu' },
      ],
    },
  ],
  [
    'a distribution is by origin, whatever the order it is written in',
    {
      distribution: Distribution.of({
        'us/*': { 'us/*': 100 - 13, 'eu/*': 13 },
        'eu/*': { 'us/*': 7, 'eu/*': 93 },
      }),
    },
    {
      enabled: true,
      distribute: [
        { from: 'eu/*', to: { 'eu/*': 93, 'us/*': 7 } },
        { from: 'us/*', to: { 'eu/*': 13, 'us/*': 87 } },
      ],
    },
  ],
])('%s', (_what, props: ResilientServiceProps, expected) => {
  expect(localityOf(props)).toEqual(expected);
});

describe('trafficDistribution', () => {
  test('is the Service’s, and the rule says nothing that would take its place', () => {
    const system = payments({ trafficDistribution: 'PreferClose' });
    expect(lines(system)).toEqual([]);
    expect(system.manifest('Service', 'payments').spec).toMatchObject({
      trafficDistribution: 'PreferClose',
    });
    const { trafficPolicy } = specOf(system, 'DestinationRule', 'payments');
    expect(trafficPolicy?.loadBalancer).toEqual({ simple: 'LEAST_REQUEST' });
  });

  test('is not written where nobody asks for it', () => {
    expect(payments({}).manifest('Service', 'payments').spec).not.toHaveProperty(
      'trafficDistribution',
    );
  });

  test('MW0238: of a zone or node needs Kubernetes 1.34', () => {
    expect(errors(payments({ trafficDistribution: 'PreferSameZone' }, '1.33'))).toEqual([
      '[shop/payments] MW0238 trafficDistribution: got PreferSameZone on Kubernetes 1.33, want ' +
        'Kubernetes 1.34 or newer; remove it, or say in the Mesh which version there is',
    ]);
    expect(errors(payments({ trafficDistribution: 'PreferSameZone' }, '1.34'))).toEqual([]);
    expect(errors(payments({ trafficDistribution: 'PreferClose' }, '1.33'))).toEqual([]);
  });
});

describe('MW0239: a failover', () => {
  const failover = Failover.zones('eu-1a', 'eu-1b');
  const rest =
    'want outlier detection among two pods or more: it alone finds out who fails; remove ' +
    'OutlierDetection.off, or raise `scale`';

  test('is an error where outlier detection is off', () => {
    const outlierDetection = OutlierDetection.off('its errors are about single tenants');
    expect(errors(payments({ failover, outlierDetection }))).toEqual([
      `[shop/payments] MW0239 failover: got no outlier detection, ${rest}`,
    ]);
  });

  test('is an error among one pod, also of one version', () => {
    expect(errors(payments({ failover, scale: Scale.fixed(1) }))).toEqual([
      `[shop/payments] MW0239 failover: got no outlier detection, ${rest}`,
    ]);
    const versions = {
      v1: { image: 'ghcr.io/acme/payments:1', weight: 93 },
      v2: { image: 'ghcr.io/acme/payments:2', weight: 7, scale: Scale.fixed(1) },
    };
    expect(errors(payments({ failover, versions }))).toHaveLength(1);
  });

  test('is none where pods can be ejected, and is then told nothing about', () => {
    const system = payments({ failover });
    expect([lines(system), linesOf(system, 'info')]).toEqual([[], []]);
  });
});

describe('MW0240: consistent hashing', () => {
  const loadBalancing = LoadBalancing.byHeader('x-tenant');

  test('is told beside any preference for places', () => {
    const rest = (place: string): string =>
      `[shop/payments] MW0240 loadBalancing: got LoadBalancing.by… and ${place}, want one of the two: ` +
      `callers in different places take different pods for the same key; remove ${place}, or choose ` +
      'pods by LoadBalancing.leastRequest()';
    const failover = Failover.zones('eu-1a', 'eu-1b');
    expect(lines(payments({ loadBalancing, failover }))).toEqual([rest('failover')]);
    expect(lines(payments({ loadBalancing, trafficDistribution: 'PreferClose' }))).toEqual([
      rest('trafficDistribution'),
    ]);
  });

  test('is fine by itself', () => {
    expect(lines(payments({ loadBalancing }))).toEqual([]);
  });
});

test('MW0241: a distribution to one place is told, to two it is not', () => {
  const to = (shares: Record<string, number>): string[] =>
    lines(payments({ distribution: Distribution.of({ 'eu/*': shares }) }));
  expect(to({ 'eu/*': 100 })).toEqual([
    '[shop/payments] MW0241 distribution.eu/*: got eu/* alone, want shares for at least two places: what ' +
      'is not named gets nothing, also when the named place fails; use Failover.zones or ' +
      'Failover.regions, or name another place',
  ]);
  expect(to({ 'eu/*': 99, 'us/*': 1 })).toEqual([]);
});

describe('failover to another version', () => {
  const image = 'ghcr.io/acme/payments:1';
  const failover = Failover.fromVersion('v1');
  const versions = { v1: { image, scale: Scale.fixed(7) }, v2: { image, scale: Scale.fixed(3) } };

  test('chooses among all pods of the host, those of the version first', () => {
    const system = payments({ versions, failover });
    expect(lines(system)).toEqual([]);
    expect(routeOf(system, 'payments', 'shop.orders.any').route).toEqual([
      { destination: { host: 'payments.shop.svc.cluster.local', port: { number: 8080 } } },
    ]);
    const { trafficPolicy } = specOf(system, 'DestinationRule', 'payments');
    expect(trafficPolicy?.loadBalancer?.localityLbSetting).toEqual({
      enabled: true,
      failoverPriority: ['version=v1'],
    });
  });

  test('has limits of its own: all pods serve, and all of the version may be ejected', () => {
    const { trafficPolicy } = specOf(
      payments({ versions, failover }),
      'DestinationRule',
      'payments',
    );
    // 1024 x 10 / 3 callers; 7 of the 9 that are left while one of v2 is down, which is 7 of 10 as well
    expect(trafficPolicy?.connectionPool?.http?.http2MaxRequests).toBe(3413);
    expect(trafficPolicy?.outlierDetection?.maxEjectionPercent).toBe(78);
  });

  test('leaves the versions’ own subsets as they are', () => {
    const [subset] =
      specOf(payments({ versions, failover }), 'DestinationRule', 'payments-v2').subsets ?? [];
    expect(subset?.trafficPolicy?.loadBalancer?.localityLbSetting).toEqual({ enabled: false });
  });

  test('MW0247: shares no weights besides', () => {
    const weighted = { v1: { image, weight: 93 }, v2: { image, weight: 7 } };
    expect(errors(payments({ versions: weighted, failover }))).toEqual([
      '[shop/payments] MW0247 versions: got weights 93, 7 and Failover.fromVersion, want neither weights ' +
        'nor a Split beside Failover.fromVersion; keep one of the two',
    ]);
  });

  test('MW0245: is from a version that there is', () => {
    expect(errors(payments({ versions, failover: Failover.fromVersion('v3') }))).toEqual([
      '[shop/payments] MW0245 failover: got "v3", want one of v1, v2; correct the name',
    ]);
    expect(errors(payments({ failover }))).toEqual([
      '[shop/payments] MW0245 failover: got "v1", want one of two versions or more; correct the name',
    ]);
  });
});

test('MW0228: failover to another host is refused, with what to do instead', () => {
  const system = shop((chart) => {
    const backup = aService(chart, 'backup') as unknown as Failover;
    aService(chart, 'payments', { failover: backup });
  });
  expect(errors(system)).toEqual([
    '[shop/payments] MW0228 failover: got a ResilientService, want Failover.zones, Failover.regions or ' +
      'Failover.fromVersion: Istio has no failover to another host; declare the other as a version of ' +
      'this service, or call it from the application when this one fails',
  ]);
});
