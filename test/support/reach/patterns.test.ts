import { matchesPathTemplate, matchesRegex, matchesWildcard } from './patterns';

test.each([
  ['{*} is one segment', '/orders/{*}', '/orders/7', true],
  ['{*} is not two segments', '/orders/{*}', '/orders/7/items', false],
  ['{*} is not empty', '/orders/{*}', '/orders/', false],
  ['{*} may be in the middle', '/orders/{*}/items', '/orders/7/items', true],
  ['{*} may be there twice', '/{*}/a/{*}', '/x/a/y', true],
  ['a query does not count', '/orders/{*}', '/orders/7?all=1/2', true],
  ['{*} takes what a path may contain', '/orders/{*}', "/orders/a-b.c_~%2F!$&'()+,;:@=*", true],
  ['{*} does not take other characters', '/orders/{*}', '/orders/a|b', false],
  ['{**} is any number of segments', '/files/{**}', '/files/a/b/c', true],
  ['{**} may be empty', '/files/{**}', '/files/', true],
  ['{**} keeps the slash before it', '/files/{**}', '/files', false],
  ['text may follow {**}', '/files/{**}/raw', '/files/a/b/raw', true],
  ['text after {**} must be there', '/files/{**}/raw', '/files/a/b', false],
  ['{*} may come before {**}', '/{*}/{**}', '/a/b/c', true],
  ['a dot is a dot', '/v1.0/{*}', '/v1x0/7', false],
])('%s: %s on %s', (_, template, path, expected) => {
  expect(matchesPathTemplate(template, path)).toBe(expected);
});

test.each(['/a/{**}/{*}', '/a/{**}/{**}', '/a/x{*}', '/a/{id}/{*}', '/a/*/{*}'])(
  '%s is not a path template',
  (template) => {
    expect(() => matchesPathTemplate(template, '/a/b')).toThrow(template);
  },
);

test.each([
  ['exact', '/a', '/a', true],
  ['exact is whole', '/a', '/ab', false],
  ['prefix', '/a/*', '/a/b/c', true],
  ['prefix keeps its slash', '/a/*', '/a', false],
  ['suffix', '*/raw', '/a/raw', true],
  ['suffix must be the end', '*/raw', '/a/raw/b', false],
  ['a star is anything', '*', '/a', true],
  ['a star is something', '*', '', false],
])('wildcard: %s', (_, pattern, value, expected) => {
  expect(matchesWildcard(pattern, value)).toBe(expected);
});

test('a regular expression matches the whole value', () => {
  expect(matchesRegex('/orders/[^/]+', '/orders/7')).toBe(true);
  expect(matchesRegex('/orders/[^/]+', '/orders/7/items')).toBe(false);
  expect(matchesRegex('a|b', 'xb')).toBe(false);
});

test.each(['(?=a)', '(?<!a)b', '(a)\\1'])('RE2 has no %s', (regex) => {
  expect(() => matchesRegex(regex, 'a')).toThrow('RE2');
});
