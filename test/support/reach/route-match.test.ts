import type { HttpMatch } from './istio';
import type { HttpRequest } from './requests';
import { isCatchAll, isHttpMatchFor, isLayer4MatchFor, matchesRequest } from './route-match';

const request: HttpRequest = {
  method: 'GET',
  path: '/orders/7?all=1&q=a%20b',
  headers: { 'X-Tier': 'gold', 'x-empty': '' },
  authority: 'orders.shop',
};

test.each<[string, HttpMatch, boolean]>([
  ['nothing matches anything', {}, true],
  ['exact path without the query', { uri: { exact: '/orders/7' } }, true],
  ['exact path is whole', { uri: { exact: '/orders' } }, false],
  ['prefix of the path', { uri: { prefix: '/ord' } }, true],
  ['prefix at the start alone', { uri: { prefix: 'orders' } }, false],
  ['regex of the path', { uri: { regex: '/orders/[^/]+' } }, true],
  ['regex of the whole path', { uri: { regex: '/orders' } }, false],
  ['case counts', { uri: { prefix: '/Orders' } }, false],
  ['case may be ignored', { uri: { prefix: '/Orders' }, ignoreUriCase: true }, true],
  ['case counts in a regex all the same', { uri: { regex: '/O.*' }, ignoreUriCase: true }, false],
  ['method', { method: { exact: 'GET' } }, true],
  ['another method', { method: { exact: 'POST' } }, false],
  ['method by regex', { method: { regex: 'GET|HEAD' } }, true],
  ['authority', { authority: { prefix: 'orders.' } }, true],
  ['another authority', { authority: { exact: 'orders' } }, false],
  ['scheme', { scheme: { exact: 'http' } }, true],
  ['another scheme', { scheme: { exact: 'https' } }, false],
  ['header in any case of its name', { headers: { 'x-tier': { exact: 'gold' } } }, true],
  ['header with another value', { headers: { 'x-tier': { exact: 'Gold' } } }, false],
  ['header by prefix', { headers: { 'x-tier': { prefix: 'go' } } }, true],
  ['header by regex', { headers: { 'x-tier': { regex: 'g.+' } } }, true],
  ['header by regex is whole', { headers: { 'x-tier': { regex: 'g' } } }, false],
  ['header presence', { headers: { 'x-tier': {} } }, true],
  ['header presence without value', { headers: { 'x-empty': {} } }, true],
  ['header absence', { headers: { 'x-other': {} } }, false],
  ['regex * is presence', { headers: { 'x-tier': { regex: '*' } } }, true],
  ['all headers', { headers: { 'x-tier': {}, 'x-other': {} } }, false],
  ['without a header that is there', { withoutHeaders: { 'x-tier': {} } }, false],
  ['without a header that is not there', { withoutHeaders: { 'x-other': {} } }, true],
  ['without a value', { withoutHeaders: { 'x-tier': { exact: 'gold' } } }, false],
  ['without another value', { withoutHeaders: { 'x-tier': { exact: 'x' } } }, true],
  ['without a value, and no header', { withoutHeaders: { 'x-other': { exact: 'x' } } }, true],
  ['a missing header counts as empty', { withoutHeaders: { 'x-other': { regex: '.*' } } }, false],
  ['query parameter', { queryParams: { all: { exact: '1' } } }, true],
  ['query parameter with another value', { queryParams: { all: { exact: '2' } } }, false],
  ['query parameter as it was sent', { queryParams: { q: { exact: 'a%20b' } } }, true],
  ['query parameter presence', { queryParams: { all: {} } }, true],
  ['query parameter absence', { queryParams: { other: {} } }, false],
  ['all parts', { method: { exact: 'GET' }, uri: { exact: '/x' } }, false],
])('%s', (_, match, expected) => {
  expect(matchesRequest(match, request)).toBe(expected);
});

test('ignoring case, neither side of a path has one', () => {
  const shouted = { ...request, path: '/ORDERS/7' };
  expect(matchesRequest({ uri: { exact: '/orders/7' }, ignoreUriCase: true }, shouted)).toBe(true);
  expect(matchesRequest({ uri: { prefix: '/orders' }, ignoreUriCase: true }, shouted)).toBe(true);
});

test('a match on what is unknown is an error', () => {
  const unknown: object = { methods: { exact: 'GET' } };
  expect(() => matchesRequest(unknown, request)).toThrow('methods');
  const claim = { headers: { '@request.auth.claims.group': { exact: 'x' } } };
  expect(() => matchesRequest(claim, request)).toThrow('@request.auth.claims.group');
});

const where = {
  proxy: { namespace: 'web', labels: { app: 'cart' }, gateway: 'mesh' },
  port: 80,
  owner: 'shop',
};

describe.each([
  ['HTTP', isHttpMatchFor],
  ['TCP', isLayer4MatchFor],
])('%s: a proxy gets a route', (_, isMatchFor) => {
  test.each([
    ['without match', undefined, true],
    ['for its port', { port: 80 }, true],
    ['not for another port', { port: 81 }, false],
    ['for its labels', { sourceLabels: { app: 'cart' } }, true],
    ['not for other labels', { sourceLabels: { app: 'cart', tier: 'x' } }, false],
    ['for its namespace', { sourceNamespace: 'web' }, true],
    ['not for another namespace', { sourceNamespace: 'shop' }, false],
    ['for its gateway', { gateways: ['shop/edge', 'mesh'] }, true],
    ['not for another gateway', { gateways: ['edge'] }, false],
  ])('%s', (__, match, expected) => {
    expect(isMatchFor(match, where)).toBe(expected);
  });
});

test('gateways silence the source in an HTTP match, not in a TCP match', () => {
  const match = { gateways: ['mesh'], sourceNamespace: 'other' };
  expect([isHttpMatchFor(match, where), isLayer4MatchFor(match, where)]).toStrictEqual([
    true,
    false,
  ]);
});

test.each<[HttpMatch | undefined, boolean]>([
  [undefined, true],
  [{ uri: { prefix: '/' } }, true],
  [{ port: 80, headers: {} }, true],
  [{ uri: { prefix: '/a' } }, false],
  [{ method: { exact: 'GET' } }, false],
])('catch-all: %j', (match, expected) => {
  expect(isCatchAll(match)).toBe(expected);
});
