import { Match, Port, type VersionProps } from '../../../constructs';
import type { DeclaredSystem } from '../../../constructs/testing';
import { aService, errors, lines, shop } from '../../support/declare';
import { routeOf, specOf, type HttpRoute } from '../rendered';

type Versions = Readonly<Record<string, Omit<VersionProps, 'image'>>>;

/** Reviews in `versions`, called by web. */
function reviews(versions: Versions, port: Port = Port.http(9080)): DeclaredSystem {
  return shop((chart) => {
    const withImages = Object.entries(versions).map(([name, version]) => [
      name,
      { image: `ghcr.io/acme/reviews:${name}`, ...version },
    ]);
    const target = aService(chart, 'reviews', {
      port,
      versions: Object.fromEntries(withImages) as Record<string, VersionProps>,
    });
    aService(chart, 'web').calls(target);
  });
}

const jason = Match.header('end-user').exactly('jason');

function shares({ route = [] }: Pick<HttpRoute, 'route'>): (string | number | undefined)[][] {
  return route.map(({ destination, weight }) => [destination.subset, weight]);
}

describe('requests are split by weight', () => {
  test('among the versions that have one', () => {
    const system = reviews({ v1: { weight: 87 }, v2: { when: jason }, v3: { weight: 13 } });
    expect(lines(system)).toEqual([]);
    const split = [
      ['v1', 87],
      ['v3', 13],
    ];
    expect(shares(routeOf(system, 'reviews', 'shop.web.any'))).toEqual(split);
    expect(shares(routeOf(system, 'reviews', 'undeclared'))).toEqual(split);
  });

  test('which `when` may have as well', () => {
    const system = reviews({ v1: { weight: 93 }, v2: { weight: 7, when: jason } });
    expect(lines(system)).toEqual([]);
    expect(shares(routeOf(system, 'reviews', 'shop.web.any'))).toEqual([
      ['v1', 93],
      ['v2', 7],
    ]);
    expect(shares(routeOf(system, 'reviews', 'shop.web.any.v2'))).toEqual([['v2', undefined]]);
  });

  test('and all go to the only version without `when`', () => {
    const system = reviews({ v1: {}, v2: { when: jason } });
    expect(lines(system)).toEqual([]);
    expect(shares(routeOf(system, 'reviews', 'shop.web.any'))).toEqual([['v1', undefined]]);
  });

  test('and none to a version that waits with weight 0, which keeps its subset', () => {
    const system = reviews({ v1: { weight: 100 }, v2: { weight: 0 } });
    expect(lines(system)).toEqual([]);
    expect(shares(routeOf(system, 'reviews', 'shop.web.any'))).toEqual([['v1', undefined]]);
    const subsets = ['reviews-v1', 'reviews-v2'].map(
      (name) => specOf(system, 'DestinationRule', name).subsets?.[0]?.name,
    );
    expect(subsets).toEqual(['v1', 'v2']);
  });

  test('and the only one that is left keeps its subset, so that no route goes with a subset', () => {
    const one = { v1: { weight: 100 }, v2: { retiring: true } };
    const [before, after] = [reviews(one), reviews({ v1: {} })];
    expect(lines(after)).toEqual([]);
    expect(shares(routeOf(after, 'reviews', 'shop.web.any'))).toEqual([['v1', undefined]]);
    for (const name of ['reviews', 'reviews-v1']) {
      const rule = specOf(after, 'DestinationRule', name);
      expect(rule).toEqual(specOf(before, 'DestinationRule', name));
    }
    expect(specOf(after, 'VirtualService', 'reviews')).toEqual(
      specOf(before, 'VirtualService', 'reviews'),
    );
  });

  test('and a service of one image has no subset', () => {
    const system = shop((chart) => {
      const target = aService(chart, 'reviews');
      aService(chart, 'web').calls(target);
    });
    expect(lines(system)).toEqual([]);
    expect(shares(routeOf(system, 'reviews', 'shop.web.any'))).toEqual([[undefined, undefined]]);
    const rules = system.manifests().filter(({ kind }) => kind === 'DestinationRule');
    expect(rules.map(({ metadata }) => metadata.name)).toEqual(['reviews', 'web']);
  });
});

describe('MW0210: weights', () => {
  test.each<[string, Versions, string]>([
    ['too small a sum', { v1: { weight: 87 }, v2: { weight: 11 } }, '87 + 11 = 98'],
    ['too large a sum', { v1: { weight: 87 }, v2: { weight: 17 } }, '87 + 17 = 104'],
    ['no share at all', { v1: { weight: 0 }, v2: { weight: 0 } }, '0 + 0 = 0'],
    ['an only version with a part', { v1: { weight: 70 } }, '70 = 70'],
    [
      'a share of what no `when` selects alone',
      { v1: { weight: 87, when: jason }, v2: { weight: 11 } },
      '87 + 11 = 98',
    ],
  ])('that do not add to 100 are an error: %s', (_what, versions, got) => {
    expect(errors(reviews(versions))).toEqual([
      `[shop/reviews] MW0210 versions: got ${got}, want 100; change the weights`,
    ]);
  });
});

describe('MW0211: a version', () => {
  const line = (name: string): string =>
    `[shop/reviews] MW0211 versions.${name}: got neither \`weight\` nor \`when\`, want a \`weight\` or ` +
    'a `when`; give it one of them, or remove the version';

  test('that nothing is sent to is an error', () => {
    expect(errors(reviews({ v1: { weight: 100 }, v2: {} }))).toEqual([line('v2')]);
  });

  test('is one of several among which nothing decides: an error for each', () => {
    expect(errors(reviews({ v1: {}, v2: {}, v3: { when: jason } }))).toEqual([
      line('v1'),
      line('v2'),
    ]);
  });
});

describe('MW0212: requests that no `when` selects', () => {
  test('go nowhere where every version has one: an error', () => {
    const kylie = Match.header('end-user').exactly('kylie');
    expect(errors(reviews({ v1: { when: jason }, v2: { when: kylie } }))).toEqual([
      '[shop/reviews] MW0212 versions: got a `when` on every version, want a version with a weight; ' +
        'give one version `weight: 100`',
    ]);
  });

  test('go to the version with a weight, `when` or not', () => {
    expect(lines(reviews({ v1: { when: jason, weight: 100 } }))).toEqual([]);
  });
});

describe('MW0214: a `when`', () => {
  test('without an HTTP port is an error: a connection has no headers', () => {
    const versions = { v1: { weight: 100 }, v2: { when: jason } };
    expect(errors(reviews(versions, Port.tcp(9080)))).toEqual([
      '[shop/reviews] MW0214 versions.v2.when: got no HTTP port, want an HTTP port; remove it, or ' +
        'declare the port as HTTP',
    ]);
  });

  test.each([Port.http2(9080), Port.grpc(9080)])('is fine on $protocol', (port) => {
    expect(lines(reviews({ v1: { weight: 100 }, v2: { when: jason } }, port))).toEqual([]);
  });
});

describe('MW0217: a `when` of two versions', () => {
  test('is an error for the second, which would get nothing', () => {
    const versions = { v1: { weight: 100 }, v2: { when: jason }, v3: { when: jason } };
    expect(errors(reviews(versions))).toEqual([
      '[shop/reviews] MW0217 versions.v3.when: got the same as v2, want a `when` of its own for each ' +
        'version; change one of the two, or the first by name takes all',
    ]);
  });

  test('is none where it compares with another value', () => {
    const kylie = Match.header('end-user').exactly('kylie');
    const versions = { v1: { weight: 100 }, v2: { when: jason }, v3: { when: kylie } };
    expect(lines(reviews(versions))).toEqual([]);
  });
});

describe('a weight', () => {
  test.each([-1, 101, 12.5, NaN])('of %p is an error', (weight) => {
    const text = errors(reviews({ v1: { weight }, v2: { weight: 100 } }));
    expect(text).toContain(
      `[shop/reviews] MW0111 versions.v1.weight: got ${weight}, want a whole number of percent from 0 ` +
        'to 100; give such a number',
    );
  });
});

describe('connections are split by weight too', () => {
  test('on a TCP port', () => {
    const system = reviews({ v1: { weight: 87 }, v2: { weight: 13 } }, Port.tcp(9080));
    expect(lines(system)).toEqual([]);
    const host = 'reviews.shop.svc.cluster.local';
    const to = (subset: string, weight: number): object => ({
      destination: { host, port: { number: 9080 }, subset },
      weight,
    });
    expect(specOf(system, 'VirtualService', 'reviews')).toEqual({
      hosts: [host],
      tcp: [{ match: [{ port: 9080 }], route: [to('v1', 87), to('v2', 13)] }],
    });
  });

  test('and one version needs no routes', () => {
    const system = shop((chart) => aService(chart, 'reviews', { port: Port.tcp(9080) }));
    const kinds = system.manifests().map(({ kind, metadata }) => `${kind} ${metadata.name}`);
    expect(kinds).toContain('DestinationRule reviews');
    expect(kinds).not.toContain('VirtualService reviews');
  });
});
