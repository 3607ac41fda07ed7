import { systemOf, type Manifest } from '../../constructs/testing';
import { declare, type RandomSystem } from './random-policies';
import { endlessRoutes, overlongRoutes, repeatedUnsafely } from './route-properties';

const BLANK = { timeoutMs: undefined, retries: undefined, profile: undefined };
const COMMON = { ...BLANK, pool: undefined, errors: undefined };
const SERVICE = {
  sizes: [{ min: 3, max: 3 }],
  place: 'anywhere',
  capacity: undefined,
  profile: undefined,
} as const;
const SYSTEM: RandomSystem = {
  services: [
    { ...SERVICE, namespace: 'shop' },
    { ...SERVICE, namespace: 'bank' },
    { ...SERVICE, namespace: 'bank' },
  ],
  calls: [
    { ...COMMON, from: 0, to: 1, operations: ['list', 'charge', 'refund'], timeoutMs: 2000 },
    { ...COMMON, from: 0, to: 2, operations: [] },
  ],
  namespaceProfile: undefined,
  exposed: ['refund', 'charge'],
};
const RENDERED = systemOf(declare(SYSTEM)).manifests();

interface Route {
  readonly name: string;
  readonly retries: object;
}

/** The manifests with the routes called `name` changed. */
function withRoutes(name: string, change: (route: Route) => object): readonly Manifest[] {
  return RENDERED.map((manifest) => {
    const routes = manifest.spec?.http as readonly Route[] | undefined;
    if (routes === undefined) return manifest;
    const http = routes.map((route) => (route.name === name ? change(route) : route));
    return { ...manifest, spec: { ...manifest.spec, http } };
  });
}

const NAMES = RENDERED.flatMap((manifest) =>
  ((manifest.spec?.http ?? []) as readonly Route[]).map(({ name }) => name),
);

test('what is rendered shows none of the faults that are looked for', () => {
  expect(endlessRoutes(RENDERED)).toEqual([]);
  expect(repeatedUnsafely(RENDERED, SYSTEM)).toEqual([]);
  expect(overlongRoutes(RENDERED)).toEqual([]);
});

test.each([...new Set(NAMES)])('a route without a deadline is found: %s', (name) => {
  const mutated = withRoutes(name, (route) => ({ ...route, timeout: undefined }));
  expect(endlessRoutes(mutated).join()).toContain(name);
});

test.each([
  ['an unsafe operation', 'shop.s0.refund', 's0 → s1 POST /refunds: reset'],
  [
    'a keyed operation without its key',
    'shop.s0.charge.without-key',
    's0 → s1 POST /charges: reset',
  ],
  ['a service as a whole', 'shop.s0.any', 's0 → s2 GET /items: reset'],
  ['an unsafe operation behind the gateway', 's0.refund', 'gateway POST /refunds: reset'],
  ['a key that is missing at the gateway', 's0.charge.without-key', 'gateway POST /charges: reset'],
])('a repetition that may do it twice is found: %s', (_, name, fault) => {
  const retryOn = 'connect-failure,reset';
  const mutated = withRoutes(name, (route) => ({ ...route, retries: { attempts: 1, retryOn } }));
  expect(repeatedUnsafely(mutated, SYSTEM)).toContain(fault);
});

test("Istio's own retries are found where a route says nothing", () => {
  const mutated = withRoutes('shop.s0.refund', ({ retries: _retries, ...route }) => route);
  expect(repeatedUnsafely(mutated, SYSTEM)).toEqual(['s0 → s1 POST /refunds: no route of ours']);
});

test('tries that do not fit their deadline are found', () => {
  const mutated = withRoutes('shop.s0.list', (route) => ({
    ...route,
    // 2 x 990 ms and a pause of up to 25 ms, in 2 s
    retries: { ...route.retries, perTryTimeout: '990ms' },
  }));
  expect(overlongRoutes(mutated)).toEqual(['s1: shop.s0.list']);
});
