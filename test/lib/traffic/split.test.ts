import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Duration } from 'cdk8s';
import {
  Failover,
  GatewayTls,
  Match,
  MeshGateway,
  Mirror,
  Operation,
  Port,
  Split,
  type ResilientServiceProps,
  type VersionProps,
} from '../../../constructs';
import type { DeclaredSystem } from '../../../constructs/testing';
import { parse } from 'yaml';
import { REPOSITORY } from '../../meta/sources';
import { aService, errors, has, lines, shop } from '../../support/declare';
import { schemaProblems, type SchemaSubject } from '../../support/schema';
import { routeOf, routesOf, specOf, type HttpRoute } from '../rendered';

const image = 'ghcr.io/acme/cart:1';
const WEIGHTED = { v1: { image, weight: 93 }, v2: { image, weight: 7 } };
const operations = {
  get: Operation.safe('GET /cart'),
  keep: Operation.keyed('POST /cart', { keyHeader: 'Idempotency-Key' }),
};

/** `orders` calls both operations of `cart` and, as a whole, nothing else. */
function cart(
  versions: Record<string, VersionProps>,
  props: ResilientServiceProps = {},
): DeclaredSystem {
  return shop((chart) => {
    const callee = aService(chart, 'cart', { versions, operations, ...props });
    const orders = aService(chart, 'orders');
    orders.calls(callee.operations.get);
    orders.calls(callee.operations.keep);
  });
}

function subsetsIn({ route = [] }: HttpRoute): unknown[] {
  return route.map(({ destination, weight }) => [destination.subset, weight]);
}

describe('a split that a cookie keeps', () => {
  const split = Split.byCookie('cart-version', Duration.minutes(70));
  const system = cart(WEIGHTED, { split });

  test('shares by weight at first, and sets the cookie', () => {
    expect(lines(system)).toEqual([]);
    const route = routeOf(system, 'cart', 'shop.orders.get');
    expect(subsetsIn(route)).toEqual([
      ['v1', 93],
      ['v2', 7],
    ]);
    expect(route.route?.map(({ headers }) => headers?.response?.add)).toEqual([
      { 'set-cookie': 'cart-version=v1; Max-Age=4200; Path=/; HttpOnly; SameSite=Lax' },
      { 'set-cookie': 'cart-version=v2; Max-Age=4200; Path=/; HttpOnly; SameSite=Lax' },
    ]);
  });

  test('sends whoever brings the cookie back to its version, before the rest', () => {
    const names = routesOf(system, 'cart').map(({ name }) => name);
    expect(names.filter((name) => name?.startsWith('shop.orders.get'))).toEqual([
      'shop.orders.get.returning-v1',
      'shop.orders.get.returning-v2',
      'shop.orders.get',
    ]);
    const { match, ...route } = routeOf(system, 'cart', 'shop.orders.get.returning-v2');
    expect(match?.[0]?.headers).toEqual({ cookie: { regex: '(.*;\\s*)?cart-version=v2(;.*)?' } });
    expect(subsetsIn(route)).toEqual([['v2', undefined]]);
  });

  test('keeps nobody with a version that gets all requests', () => {
    const all = cart({ v1: { image, weight: 100 }, v2: { image, weight: 0 } }, { split });
    expect(JSON.stringify(routesOf(all, 'cart'))).not.toContain('cookie');
  });

  test('MW0216: cannot ask for a cookie besides one that a version is selected by', () => {
    const versions = { ...WEIGHTED, v3: { image, when: Match.cookie('ring', 'inner') } };
    expect(errors(cart(versions, { split }))).toEqual([]);
    const system = shop((chart) => {
      const callee = aService(chart, 'cart', { versions: WEIGHTED, operations, split });
      const tls = GatewayTls.secret('cert');
      const gateway = new MeshGateway(chart, 'web', { hosts: ['shop.example.com'], tls });
      gateway.exposes(callee.operations.get, { when: Match.cookie('ring', 'inner') });
    });
    expect(errors(system)[0]).toContain('MW0216 when: got header cookie in cart.get.returning-v1');
  });
});

describe('a split that a controller owns', () => {
  const versions = { v1: { image }, v2: { image } };
  const split = Split.ownedBy('argo-rollouts');

  test('is left to a VirtualService that is not rendered, with the policy of each call kept', () => {
    const system = cart(versions, { split });
    expect(lines(system)).toEqual([]);
    const { route, delegate, timeout, retries } = routeOf(system, 'cart', 'shop.orders.get');
    expect([route, delegate]).toEqual([undefined, { name: 'cart-weights', namespace: 'shop' }]);
    expect([timeout, retries?.attempts]).toEqual(['1s', 1]);
    expect(has(system.manifests(), 'VirtualService', 'cart-weights')).toBe(false);
  });

  // of several destinations without weights Istio says: total destination weight = 0
  test('needs no weights where nobody is sent, nor where connections are not requests', () => {
    const ports = { http: Port.http(8080), peers: Port.tcp(7000) };
    const system = shop(
      (chart) => void aService(chart, 'cart', { versions, split, port: undefined, ports }),
    );
    expect(subsetsIn(routeOf(system, 'cart', 'undeclared'))).toEqual([['v1', undefined]]);
    const { tcp = [] } = specOf(system, 'VirtualService', 'cart');
    expect(tcp[0]?.route?.map(({ destination }) => destination?.subset)).toEqual(['v1']);
  });

  test('is what the object that the documentation shows says, as the schemas have it', () => {
    const text = readFileSync(join(REPOSITORY, 'test/fixtures/controller/weights.yaml'), 'utf8');
    expect(schemaProblems([parse(text) as SchemaSubject])).toEqual([]);
  });

  test('has the subsets that its routes will name', () => {
    const system = cart(versions, { split });
    expect(specOf(system, 'DestinationRule', 'cart-v2').subsets?.[0]?.name).toBe('v2');
  });

  test('keeps the versions that requests select', () => {
    const jason = Match.header('end-user').exactly('jason');
    const system = cart({ ...versions, v3: { image, when: jason } }, { split });
    expect(subsetsIn(routeOf(system, 'cart', 'shop.orders.get.v3'))).toEqual([['v3', undefined]]);
  });

  test('MW0247: shares no weights and more than one version', () => {
    expect(errors(cart(WEIGHTED, { split }))).toEqual([
      '[shop/cart] MW0247 versions: got weights 93, 7 and Split.ownedBy, want no weights, which the ' +
        'controller owns; keep one of the two',
    ]);
    expect(errors(cart({ v1: { image } }, { split }))).toEqual([
      '[shop/cart] MW0247 versions: got 1 version and Split.ownedBy, want two versions or more, whose ' +
        'weights a controller owns; keep one of the two',
    ]);
  });
});

describe('a mirror', () => {
  const mirrorsOf = (system: DeclaredSystem, route: string): unknown =>
    routeOf(system, 'cart', route).mirrors;
  const V1 = { v1: { image, weight: 100 }, v2: { image } };
  const copies = {
    destination: { host: 'cart.shop.svc.cluster.local', port: { number: 8080 }, subset: 'v2' },
    percentage: { value: 13 },
  };

  test('copies what may be done twice, and nothing else', () => {
    const system = cart(V1, { mirror: Mirror.repeatable('v2', { percent: 13 }) });
    expect(lines(system)).toEqual([]);
    expect(mirrorsOf(system, 'shop.orders.get')).toEqual([copies]);
    expect(mirrorsOf(system, 'shop.orders.keep')).toBeUndefined();
    expect(mirrorsOf(system, 'shop.orders.keep.without-key')).toBeUndefined();
    expect(mirrorsOf(system, 'undeclared')).toBeUndefined();
  });

  test('copies everything where a reason is given, which becomes an annotation', () => {
    const mirror = Mirror.everything('v2', 'its database is a copy', { percent: 13 });
    const system = cart(V1, { mirror });
    expect(mirrorsOf(system, 'shop.orders.keep')).toEqual([copies]);
    expect(system.manifest('VirtualService', 'cart').metadata.annotations).toEqual({
      'meshwright.dev/loosened-mirror': 'its database is a copy',
    });
  });

  test('is told where it copies nothing, and where its version is none', () => {
    const mirrored = (version: string): string[] =>
      lines(
        shop((chart) => {
          const callee = aService(chart, 'cart', {
            versions: V1,
            mirror: Mirror.repeatable(version),
          });
          aService(chart, 'orders').calls(callee);
        }),
      );
    const nothing =
      '[shop/cart] MW0246 mirror: got 1 calls, none repeatable, want a call of a safe or idempotent ' +
      'operation; declare operations and call them, or use Mirror.everything with a reason';
    expect(mirrored('v2')).toEqual([nothing]);
    expect(mirrored('v3')).toContain(
      '[shop/cart] MW0245 mirror: got "v3", want one of v1, v2; correct the name',
    );
  });
});

describe('a version that is retiring', () => {
  const versions = { v1: { image, retiring: true }, v2: { image } };
  const rest =
    'want no `weight`, `when`, `mirror` or Failover.fromVersion that sends it any, and another version ' +
    'that takes its requests; remove what sends them, or remove `retiring`';

  test('gets no requests, and keeps its pods and its subset', () => {
    const system = cart(versions);
    expect(lines(system)).toEqual([]);
    for (const route of routesOf(system, 'cart')) {
      expect([route.name, subsetsIn(route)]).toEqual([route.name, [['v2', undefined]]]);
    }
    expect(has(system.manifests(), 'Deployment', 'cart-v1')).toBe(true);
    expect(specOf(system, 'DestinationRule', 'cart-v1').subsets?.[0]?.name).toBe('v1');
  });

  test('MW0248: has no share and no selection, and leaves somebody to take its requests', () => {
    const weighted = { v1: { image, retiring: true, weight: 7 }, v2: { image, weight: 100 } };
    expect(errors(cart(weighted))).toEqual([
      `[shop/cart] MW0248 versions.v1: got weight 7, ${rest}`,
    ]);
    const when = Match.header('x-beta').present();
    const selected = { v1: { image, retiring: true, weight: 7, when }, v2: { image, weight: 100 } };
    expect(errors(cart(selected))).toEqual([
      `[shop/cart] MW0248 versions.v1: got a \`when\`, ${rest}`,
      `[shop/cart] MW0248 versions.v1: got weight 7, ${rest}`,
    ]);
    const alone = { v1: { image, retiring: true } };
    expect(errors(cart(alone))).toEqual([
      `[shop/cart] MW0248 versions: got no other version, ${rest}`,
    ]);
  });
});

describe('what sends requests to a version by another way than its route', () => {
  const versions = {
    v1: { image, retiring: true },
    v2: { image, weight: 0 },
    v3: { image, weight: 100 },
  };
  const three = { v1: { image, retiring: true }, v2: { image }, v3: { image } };

  test('MW0248: no copies to a version that is retiring; to another there are', () => {
    expect(errors(cart(versions, { mirror: Mirror.repeatable('v1') }))).toEqual([
      expect.stringContaining('MW0248 versions.v1: got the copies of `mirror`, want no `weight`'),
    ]);
    expect(lines(cart(versions, { mirror: Mirror.repeatable('v2') }))).toEqual([]);
  });

  test.each(['v1', 'v2'])('MW0248: a failover from %s chooses among the pods of all', (from) => {
    const failover = Failover.fromVersion(from);
    expect(errors(cart(three, { failover }))).toEqual([
      expect.stringContaining('MW0248 versions.v1: got Failover.fromVersion, want no `weight`'),
    ]);
    expect(lines(cart({ ...three, v1: { image } }, { failover }))).toEqual([]);
  });

  test('a failover of zones knows no versions', () => {
    const failover = Failover.zones('eu-1a', 'eu-1b');
    expect(errors(cart({ v1: three.v1, v2: three.v2 }, { failover }))).toEqual([]);
  });
});

test('MW0214: what looks at requests needs a port with requests', () => {
  const port = Port.tcp(7000);
  const split = Split.byCookie('cart-version', Duration.minutes(7));
  const system = shop((chart) => {
    const mirror = Mirror.everything('v2', 'its database is a copy');
    aService(chart, 'cart', { versions: WEIGHTED, port, split, mirror });
  });
  expect(errors(system).map((line) => line.split(',')[0])).toEqual([
    '[shop/cart] MW0214 mirror: got no HTTP port',
    '[shop/cart] MW0214 split: got no HTTP port',
  ]);
});

test('a gateway repeats how a service shares its requests', () => {
  const system = shop((chart) => {
    const split = Split.ownedBy('argo-rollouts');
    const versions = { v1: { image }, v2: { image } };
    const callee = aService(chart, 'cart', { versions, split });
    const tls = GatewayTls.secret('cert');
    new MeshGateway(chart, 'web', { hosts: ['shop.example.com'], tls }).routes('/*', callee);
  });
  expect(lines(system)).toEqual([]);
  expect(routesOf(system, 'web')[0]?.delegate).toEqual({ name: 'cart-weights', namespace: 'shop' });
});

test('failover to another version is no split', () => {
  const versions = { v1: { image }, v2: { image } };
  const system = cart(versions, { failover: Failover.fromVersion('v1') });
  expect(lines(system)).toEqual([]);
  expect(subsetsIn(routeOf(system, 'cart', 'shop.orders.get'))).toEqual([[undefined, undefined]]);
});
