import { analyse } from '../../../../lib/graph/analysis/analyse';
import type { Amplification } from '../../../../lib/graph/analysis/amplification';
import { countText, fractionText } from '../../../../lib/graph/analysis/count';
import type { EdgeModel, NodeModel } from '../../../../lib/graph/model';
import { aModel, anEdge, retries, retriesIfUnreached } from '../../../support/models';
import { told } from './told';

function at(
  service: string,
  edges: readonly EdgeModel[],
  nodes: Readonly<Record<string, Partial<NodeModel>>> = {},
): Amplification {
  const found = analyse(aModel(edges, nodes)).amplificationOf(service);
  if (found === undefined) throw new Error(`nothing reaches ${service}`);
  return found;
}

/** Three tries wherever `pairs` says that one calls the other: `a>b`. */
function threeTries(...pairs: string[]): EdgeModel[] {
  return pairs.map((pair) => {
    const [from = '', to = ''] = pair.split('>');
    return anEdge(from, to);
  });
}

test('a single call with two retries arrives three times', () => {
  expect(at('b', threeTries('a>b'))).toMatchObject({
    entry: 'a',
    normal: 1n,
    connectionFailures: 3n,
    responseFailures: 3n,
  });
});

test.each([1, 2, 5, 40])('a chain of %i calls multiplies: 3^n', (length) => {
  const chain = Array.from({ length }, (_, index) => anEdge(`s${index}`, `s${index + 1}`));
  expect(at(`s${length}`, chain).responseFailures).toBe(3n ** BigInt(length));
});

test('a diamond adds its paths up: 3 x 3 by the left and 3 x 3 by the right', () => {
  const diamond = threeTries('a>l', 'a>r', 'l>d', 'r>d');
  expect(at('d', diamond)).toMatchObject({ normal: 2n, responseFailures: 18n });
});

test('calls that are made twelve times count twelve times', () => {
  const edges = [anEdge('a', 'b', { times: 12 }), anEdge('b', 'c')];
  expect(at('c', edges)).toMatchObject({
    normal: 12n,
    // 12 x 3 x 1 x 3
    responseFailures: 108n,
  });
});

test('the retries of a client library start those of the mesh again', () => {
  // (1 + 3) x (1 + 2)
  expect(at('b', [anEdge('a', 'b', { clientRetries: 3 })]).responseFailures).toBe(12n);
});

test('ten retries are eleven tries', () => {
  expect(at('b', [anEdge('a', 'b', { retries: retries(10) })]).responseFailures).toBe(11n);
});

test('retries of what cannot have arrived multiply connections to the last service alone', () => {
  const edges = ['a>b', 'b>c'].map((pair) => {
    const [from = '', to = ''] = pair.split('>');
    return anEdge(from, to, { retries: retriesIfUnreached(2) });
  });
  // a dead c makes b answer 503, which a does not repeat
  expect(at('c', edges)).toMatchObject({ responseFailures: 1n, connectionFailures: 3n });
});

test('where nobody sets retries, Istio has two for connections, and for `unavailable` of gRPC', () => {
  expect(at('b', [anEdge('a', 'b', { retries: undefined })])).toMatchObject({
    connectionFailures: 3n,
    responseFailures: 3n,
  });
});

test('… and for HTTP/1.1, which carries no gRPC, those for connections alone', () => {
  expect(at('b', [anEdge('a', 'b', { retries: undefined, mayCarryGrpc: false })])).toMatchObject({
    connectionFailures: 3n,
    responseFailures: 1n,
  });
});

test('connections that carry no requests are never repeated', () => {
  const edges = [anEdge('a', 'b', { carriesRequests: false, retries: undefined })];
  expect(at('b', edges)).toMatchObject({ connectionFailures: 1n, responseFailures: 1n });
});

// of what is in flight: 4 first tries for each retry, 5 / 4; seen on Envoy 1.40: 1.24, and 1.99 for 50 %
test('a retry budget of 20 % bounds a lasting overload to 1.25 on each call', () => {
  const retryBudget = { percent: 20, minConcurrency: 3 };
  const edges = [anEdge('a', 'b', { retryBudget }), anEdge('b', 'c', { retryBudget })];
  expect(at('c', edges)).toMatchObject({ responseFailures: 9n, withBudgets: 1.25 ** 2 });
});

test.each([
  // 3 of 100 are first tries, 33 tries for each: more than the 3 that are made
  [97, 3],
  [100, 3],
  [50, 2],
])('a budget of %i percent bounds three tries to %f', (percent, tries) => {
  const retryBudget = { percent, minConcurrency: 3 };
  expect(at('b', [anEdge('a', 'b', { retryBudget })]).withBudgets).toBe(tries);
});

test('the path that carries most is named', () => {
  const edges = [anEdge('a', 'd'), anEdge('a', 'b'), anEdge('b', 'd', { times: 2 })];
  const { path, responseFailures } = at('d', edges);
  // 3 straight, and 3 x 2 x 3 by b
  expect(responseFailures).toBe(21n);
  expect(path.map(({ edge }) => edge.id)).toEqual(['a→b', 'b→d']);
});

test('a circle has no bound, and is reported with the way round', () => {
  const { responseFailures, cycle } = at('b', threeTries('a>b', 'b>c', 'c>b'));
  expect(responseFailures).toBe('unbounded');
  expect(cycle).toEqual(['b', 'c', 'b']);
});

describe('a service that calls itself', () => {
  const peers = anEdge('b', 'b', { times: 2 });

  test('asks peers, which go no further: 3 x (1 + 2 x 3) requests, and all that follow from them', () => {
    const edges = [anEdge('a', 'b'), peers, anEdge('b', 'c')];
    expect(at('b', edges)).toMatchObject({
      normal: 1n + 2n,
      responseFailures: 3n * (1n + 2n * 3n),
      // of three tries one arrives, and its peers are tried 2 x 3 times
      connectionFailures: 3n + 2n * 3n,
      cycle: undefined,
    });
    expect(at('c', edges)).toMatchObject({ normal: 3n, responseFailures: 3n * 7n * 3n });
    expect(told(aModel(edges))).toEqual([]);
  });

  test('is an entry where nobody else calls it', () => {
    expect(at('b', [peers])).toMatchObject({ entry: 'b', normal: 3n, responseFailures: 7n });
    expect(analyse(aModel([peers])).cycles()).toEqual([]);
  });

  test('counts towards the limit with its peers', () => {
    const limits = { amplification: 6, depth: 10, fanOut: 10 };
    // 3 x 7 requests instead of 3
    expect(told(aModel([anEdge('a', 'b'), peers], {}, { limits }))).toEqual([
      expect.stringContaining('MW1001 calls(b): got 7 times the load on b'),
    ]);
  });
});

describe('a circle that nobody outside of it calls', () => {
  test('begins at the first of its services, and has no bound', () => {
    const { entry, path, responseFailures, cycle } = at('c', threeTries('b>c', 'c>b', 'c>d'));
    expect(entry).toBe('b');
    expect(path.map(({ edge }) => edge.id)).toEqual(['b→c']);
    expect(responseFailures).toBe('unbounded');
    expect(cycle).toEqual(['b', 'c', 'b']);
    expect(at('d', threeTries('b>c', 'c>b', 'c>d')).responseFailures).toBe('unbounded');
  });

  test('is no entry where somebody outside of it calls', () => {
    expect(at('c', threeTries('web>c', 'b>c', 'c>b')).entry).toBe('web');
  });
});

test('what is below a circle has no bound either; what is above has', () => {
  const edges = threeTries('a>b', 'b>c', 'c>b', 'c>d');
  expect(at('d', edges).responseFailures).toBe('unbounded');
  expect(at('a', edges).responseFailures).toBe(1n);
});

test('a request at a gateway takes one of its routes', () => {
  const edges = threeTries('web>a', 'web>b', 'a>c', 'b>c');
  const { entry, responseFailures } = at('c', edges, { web: { kind: 'gateway' } });
  expect(entry).toBe('web → a');
  expect(responseFailures).toBe(9n);
});

test('big counts lose no digit', () => {
  const edges = Array.from({ length: 60 }, (_, index) =>
    anEdge(`s${index}`, `s${index + 1}`, { retries: retries(10) }),
  );
  expect(countText(at('s60', edges).responseFailures)).toBe(String(11n ** 60n));
});

test('beyond a hundred digits a bound by retry budgets says so too: 1.25^1100 is more than 10^106', () => {
  const retryBudget = { percent: 20, minConcurrency: 3 };
  const edges = Array.from({ length: 1100 }, (_, index) =>
    anEdge(`s${index}`, `s${index + 1}`, { retryBudget }),
  );
  expect(fractionText(at('s1100', edges).withBudgets)).toBe('more than 10^100');
  // 1.25^950 is 1.1 x 10^92, above which it was cut off once
  const found = at('s950', edges).withBudgets;
  expect(found / 1.25 ** 950).toBeCloseTo(1, 6);
});

test('beyond a hundred digits a count says that it is capped', () => {
  const edges = Array.from({ length: 120 }, (_, index) =>
    anEdge(`s${index}`, `s${index + 1}`, { retries: retries(10) }),
  );
  expect(countText(at('s120', edges).responseFailures)).toBe('more than 10^100');
});

// Online Boutique: who calls whom, https://github.com/GoogleCloudPlatform/microservices-demo
const BOUTIQUE = threeTries(
  'gateway>frontend',
  'frontend>productcatalog',
  'frontend>currency',
  'frontend>cart',
  'frontend>recommendation',
  'frontend>shipping',
  'frontend>checkout',
  'frontend>ad',
  'recommendation>productcatalog',
  'checkout>productcatalog',
  'checkout>currency',
  'checkout>cart',
  'checkout>shipping',
  'checkout>payment',
  'checkout>email',
);

describe('one request at the front door of Online Boutique, three tries on every call', () => {
  test.each([
    ['frontend', 1n, 3n, '3'],
    ['recommendation', 1n, 9n, '3 x 3'],
    ['checkout', 1n, 9n, '3 x 3'],
    ['ad', 1n, 9n, '3 x 3'],
    // straight 3 x 3, by recommendation 3 x 3 x 3, by checkout 3 x 3 x 3
    ['productcatalog', 3n, 63n, '9 + 27 + 27'],
    // straight 3 x 3, by checkout 3 x 3 x 3
    ['currency', 2n, 36n, '9 + 27'],
    ['cart', 2n, 36n, '9 + 27'],
    ['shipping', 2n, 36n, '9 + 27'],
    ['payment', 1n, 27n, '3 x 3 x 3'],
    ['email', 1n, 27n, '3 x 3 x 3'],
  ])('%s: %s normally, %s at worst: %s', (service, normal, worst) => {
    const gateway = { gateway: { kind: 'gateway' } } as const;
    expect(at(service, BOUTIQUE, gateway)).toMatchObject({
      normal,
      responseFailures: worst,
      connectionFailures: worst,
    });
  });
});
