import { Operation } from '../../../constructs';
import {
  authorizationPath,
  compareSpecificity,
  parsePath,
  parseRequest,
  pathText,
  uriMatch,
  type PathPattern,
} from '../../../lib/graph/request-pattern';
import { aService, errors, shop } from '../../support/declare';

function path(text: string): PathPattern {
  const pattern = parsePath(text);
  if (pattern === undefined) throw new Error(`no path: ${text}`);
  return pattern;
}

describe('a request', () => {
  test.each([
    ['GET /quotes/{id}', ['GET'], '/quotes/{}'],
    ['PUT,GET /quotes/{id}/lines', ['GET', 'PUT'], '/quotes/{}/lines'],
    ['DELETE /static/*', ['DELETE'], '/static/*'],
    ['GET /*', ['GET'], '/*'],
    ['GET /', ['GET'], '/'],
    ['GET /quotes/', ['GET'], '/quotes/'],
    ["GET /a-b.c_~%41!$&'()+,;:@=", ['GET'], "/a-b.c_~%41!$&'()+,;:@="],
  ])('%s is read as methods and a path', (text, methods, written) => {
    const request = parseRequest(text);
    expect(request).toMatchObject({ methods });
    expect(request && pathText(request.path)).toBe(written);
  });

  test.each([
    ['shop.v1.Cart/EmptyCart', '/shop.v1.Cart/EmptyCart'],
    ['Cart/*', '/Cart/*'],
  ])('%s is read as a gRPC operation, which is a POST', (text, written) => {
    const request = parseRequest(text);
    expect(request).toMatchObject({ methods: ['POST'] });
    expect(request && pathText(request.path)).toBe(written);
  });

  test.each([
    ['nothing', ''],
    ['a method alone', 'GET'],
    ['a path alone', '/quotes'],
    ['a method in lower case', 'get /quotes'],
    ['an empty method in a list', 'GET, /quotes'],
    ['a path that is not absolute', 'GET quotes'],
    ['a third word', 'GET /quotes HTTP/1.1'],
    ['a query', 'GET /quotes?all=1'],
    ['a fragment', 'GET /quotes#7'],
    ['a star inside a segment', 'GET /quotes/a*'],
    ['a star before the end', 'GET /*/quotes'],
    ['a template inside a segment', 'GET /quotes/{id}.json'],
    ['an unnamed template', 'GET /quotes/{}'],
    ['a template that is not closed', 'GET /quotes/{id'],
    ['two slashes in a row', 'GET /quotes//{id}'],
    ['two slashes before a star', 'GET /quotes//*'],
    ['two slashes at the start', 'GET //'],
    ['a gRPC method without a service', '/EmptyCart'],
    ['a gRPC service of two paths', 'shop/Cart/EmptyCart'],
  ])('%s is no request', (_what, text) => {
    expect(parseRequest(text)).toBeUndefined();
  });

  test('an operation that is no request is an error that says how to write one', () => {
    const system = shop((chart) => {
      aService(chart, 'payments', { operations: { charge: Operation.unsafe('POST charges') } });
    });
    expect(errors(system)).toEqual([
      '[shop/payments] MW0401 operations.charge: got "POST charges", want `METHOD /path`, ' +
        '`METHOD,METHOD /path` or `package.Service/Method`; write it so; {id} stands for one segment, ' +
        'a last /* for all below',
    ]);
  });

  test('an operation without a request, as plain JavaScript may give it, is an error', () => {
    const system = shop((chart) => {
      const charge = Operation.unsafe(undefined as unknown as string);
      aService(chart, 'payments', { operations: { charge } });
    });
    expect(errors(system)).toEqual([
      expect.stringMatching(/^\[shop\/payments\] MW0401 operations\.charge: got nothing, want /),
    ]);
  });
});

describe('a path', () => {
  test.each([
    ['/quotes', { exact: '/quotes' }, '/quotes'],
    ['/', { exact: '/' }, '/'],
    ['/v1.2/a(b)', { exact: '/v1.2/a(b)' }, '/v1.2/a(b)'],
    ['/static/*', { prefix: '/static/' }, '/static/*'],
    ['/*', { prefix: '/' }, '/*'],
    ['/quotes/{id}', { regex: '/quotes/[^/]+' }, '/quotes/{*}'],
    ['/quotes/{id}/', { regex: '/quotes/[^/]+/' }, '/quotes/{*}/'],
    ['/v1.2/{id}/a+b', { regex: '/v1\\.2/[^/]+/a\\+b' }, '/v1.2/{*}/a+b'],
    ['/quotes/{id}/*', { regex: '/quotes/[^/]+/.*' }, '/quotes/{*}/{**}'],
  ])('%s is written for routes and for authorization', (text, uri, authorization) => {
    expect(uriMatch(path(text))).toEqual(uri);
    expect(authorizationPath(path(text))).toBe(authorization);
  });

  test.each([
    ['fixed text before a template', '/quotes/latest', '/quotes/{id}'],
    ['a template before all below', '/quotes/{id}', '/quotes/*'],
    ['more segments before fewer, below', '/static/js/*', '/static/*'],
    ['text that comes earlier counts first', '/quotes/{id}', '/{tenant}/7'],
    ['one path before all below it', '/static', '/static/*'],
    ['a slash at the end before all below', '/static/', '/static/*'],
    ['equals in the order of their letters', '/a', '/b'],
  ])('specific before general: %s', (_rule, first, second) => {
    expect(compareSpecificity(path(first), path(second))).toBeLessThan(0);
    expect(compareSpecificity(path(second), path(first))).toBeGreaterThan(0);
    expect(compareSpecificity(path(first), path(first))).toBe(0);
  });
});
