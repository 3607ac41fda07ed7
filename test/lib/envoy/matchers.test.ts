import fc from 'fast-check';
import { pathRegex, renderMatchers } from '../../../lib/envoy/render-matchers';
import { EVERY_REQUEST } from '../../../lib/envoy/request-selection';
import { parsePath, parseRequest, uriMatch } from '../../../lib/graph/request-pattern';
import { matchesRegex } from '../../support/reach/patterns';

function routes(pattern: string, path: string): boolean {
  const parsed = parsePath(pattern);
  if (parsed === undefined) throw new Error(`no path: ${pattern}`);
  const match = uriMatch(parsed);
  if ('exact' in match) return path === match.exact;
  return 'prefix' in match ? path.startsWith(match.prefix) : matchesRegex(match.regex, path);
}

function selects(pattern: string, path: string): boolean {
  const parsed = parsePath(pattern);
  return parsed !== undefined && matchesRegex(pathRegex(parsed), path);
}

const words = fc.constantFrom('', 'a', 'b', 'a.b', 'a+');
const path = fc.array(words, { minLength: 1, maxLength: 4 }).map((parts) => `/${parts.join('/')}`);
const pattern = fc
  .record({
    parts: fc.array(fc.constantFrom('{x}', 'a', 'b', 'a.b', 'a+'), { maxLength: 3 }),
    end: fc.constantFrom('', '/', '/*'),
  })
  .map(({ parts, end }) => parts.map((part) => `/${part}`).join('') + end || '/');

test('a filter selects the paths that a route takes, whatever their query', () => {
  fc.assert(
    fc.property(pattern, path, fc.constantFrom('', '?', '?x=/a/b'), (wanted, asked, query) => {
      expect(selects(wanted, `${asked}${query}`)).toBe(routes(wanted, asked));
    }),
    { numRuns: 3000 },
  );
});

test('patterns and paths of the generators do meet', () => {
  const met = fc
    .sample(fc.tuple(pattern, path), { numRuns: 500, seed: 7 })
    .filter(([wanted, asked]) => routes(wanted, asked) && wanted.includes('{x}'));
  expect(met.length).toBeGreaterThan(0);
});

test('one method is compared, several are alternatives, none is any', () => {
  const methodsOf = (request: string): unknown =>
    renderMatchers({ ...EVERY_REQUEST, request: parseRequest(request) })
      .filter(({ name }) => name === ':method')
      .map((matcher) => ('string_match' in matcher ? matcher.string_match : matcher));
  expect(methodsOf('GET /items')).toEqual([{ exact: 'GET' }]);
  expect(methodsOf('PUT,GET /items')).toEqual([{ safe_regex: { regex: 'GET|PUT' } }]);
  expect(renderMatchers(EVERY_REQUEST)).toEqual([]);
});

/** Whether the matcher of a caller takes a value of the header. */
function isCaller(value: string): boolean {
  const caller = 'cluster.local/ns/shop/sa/orders';
  const [matcher] = renderMatchers({ ...EVERY_REQUEST, caller });
  if (matcher === undefined || !('string_match' in matcher)) throw new Error('no matcher');
  const { string_match: comparison } = matcher;
  return 'safe_regex' in comparison && matchesRegex(comparison.safe_regex.regex, value);
}

test.each([
  [
    'the certificate of the caller',
    'By=spiffe://x;URI=spiffe://cluster.local/ns/shop/sa/orders',
    true,
  ],
  ['more after the identity', 'URI=spiffe://cluster.local/ns/shop/sa/orders;DNS=a', true],
  ['the last of two proxies', 'URI=spiffe://x,URI=spiffe://cluster.local/ns/shop/sa/orders', true],
  ['an earlier proxy', 'URI=spiffe://cluster.local/ns/shop/sa/orders,URI=spiffe://x', false],
  ['a longer name', 'URI=spiffe://cluster.local/ns/shop/sa/orders2', false],
  ['a dot that is none', 'URI=spiffe://clusterxlocal/ns/shop/sa/orders', false],
])('a caller is told by %s', (_what, value, expected) => {
  expect(isCaller(value)).toBe(expected);
});

test.each([
  ['present', { kind: 'present' } as const, '/a?x=1&beta', true],
  ['present', { kind: 'present' } as const, '/a?x=beta', false],
  ['exact', { kind: 'exact', value: 'a b' } as const, '/a?beta=a%20b&x', true],
  ['exact', { kind: 'exact', value: 'a' } as const, '/a?beta=ab', false],
  ['prefix', { kind: 'prefix', value: 'a' } as const, '/a?x&beta=abc', true],
  ['regex', { kind: 'regex', value: '[0-9]+|x' } as const, '/a?beta=12&y=z', true],
  ['regex', { kind: 'regex', value: '[0-9]+' } as const, '/a?beta=1a', false],
])('a query parameter is compared: %s %j of %s', (_kind, comparison, asked, expected) => {
  const condition = { subject: 'queryParameter', name: 'beta', comparison } as const;
  const [matcher] = renderMatchers({ ...EVERY_REQUEST, condition });
  if (matcher === undefined || !('string_match' in matcher)) throw new Error('no matcher');
  const { string_match: compared } = matcher;
  expect('safe_regex' in compared && matchesRegex(compared.safe_regex.regex, asked)).toBe(expected);
});

test.each([
  [{ kind: 'present' } as const, { name: 'x-beta', present_match: true }],
  [{ kind: 'exact', value: 'a' } as const, { name: 'x-beta', string_match: { exact: 'a' } }],
  [{ kind: 'prefix', value: 'a' } as const, { name: 'x-beta', string_match: { prefix: 'a' } }],
  [
    { kind: 'regex', value: 'a+' } as const,
    { name: 'x-beta', string_match: { safe_regex: { regex: 'a+' } } },
  ],
])('a header is compared: %j', (comparison, expected) => {
  const condition = { subject: 'header', name: 'x-beta', comparison } as const;
  expect(renderMatchers({ ...EVERY_REQUEST, condition })).toEqual([expected]);
});
