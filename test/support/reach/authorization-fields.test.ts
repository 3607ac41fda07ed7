import { isAuthorized } from './authorization';
import type { Incoming } from './authorization-fields';
import { readManifests } from './manifests';
import { object } from './objects';

const orders: Incoming = {
  workload: { namespace: 'shop', labels: { app: 'orders', version: 'v1' } },
  principal: 'cluster.local/ns/web/sa/cart',
  port: 8080,
  http: { method: 'GET', path: '/orders/7' },
};
const anonymous: Incoming = { ...orders, principal: undefined };

/** The rule in an ALLOW policy for everything in the namespace. */
function ruleAllows(rule: unknown, incoming = orders): boolean {
  const policy = object('AuthorizationPolicy', 'shop/policy', { rules: [rule] });
  return isAuthorized(readManifests([policy]), incoming);
}

const source = (fields: unknown): unknown => ({ from: [{ source: fields }] });
const operation = (fields: unknown): unknown => ({ to: [{ operation: fields }] });
const when = (key: string, fields: object): unknown => ({ when: [{ key, ...fields }] });

test.each([
  ['a principal is compared whole', { principals: ['cluster.local/ns/web/sa/cart'] }, true],
  ['a principal is not compared by prefix', { principals: ['cluster.local/ns/web/sa/car'] }, false],
  [
    'one principal of the list is enough',
    { principals: ['x', 'cluster.local/ns/web/sa/cart'] },
    true,
  ],
  ['a principal may end in a wildcard', { principals: ['cluster.local/ns/web/*'] }, true],
  ['a principal may start with a wildcard', { principals: ['*/sa/cart'] }, true],
  [
    'a principal with a scheme matches nothing',
    { principals: ['spiffe://cluster.local/ns/web/sa/cart'] },
    false,
  ],
  ['notPrincipals refuses the one it names', { notPrincipals: ['*/sa/cart'] }, false],
  ['notPrincipals lets others pass', { notPrincipals: ['*/sa/other'] }, true],
  ['a namespace is that of the principal', { namespaces: ['web'] }, true],
  ['a namespace is compared whole', { namespaces: ['we'] }, false],
  ['a namespace may have a wildcard', { namespaces: ['w*'] }, true],
  ['notNamespaces refuses the one it names', { notNamespaces: ['web'] }, false],
  ['a service account is namespace and name', { serviceAccounts: ['web/cart'] }, true],
  ['a service account of another namespace is another', { serviceAccounts: ['shop/cart'] }, false],
  ['a bare service account is of the policy namespace', { serviceAccounts: ['cart'] }, false],
  ['notServiceAccounts refuses the one it names', { notServiceAccounts: ['web/cart'] }, false],
  ['fields of one source must all match', { namespaces: ['web'], principals: ['x'] }, false],
  ['a trust domain is that of the principal', { trustDomains: ['cluster.local'] }, true],
])('source: %s', (_, fields, expected) => {
  expect(ruleAllows(source(fields))).toBe(expected);
});

test.each([
  ['any principal is one', { principals: ['*'] }, false],
  ['a namespace needs one', { namespaces: ['web'] }, false],
  ['a negative condition holds without', { notPrincipals: ['*'] }, true],
])('source without mutual TLS: %s', (_, fields, expected) => {
  expect(ruleAllows(source(fields), anonymous)).toBe(expected);
});

test('a bare service account matches within the namespace of the policy', () => {
  const incoming = { ...orders, principal: 'cluster.local/ns/shop/sa/cart' };
  expect(ruleAllows(source({ serviceAccounts: ['cart'] }), incoming)).toBe(true);
});

test.each([
  ['no operation is any operation', {}, true],
  ['a method is compared whole', { methods: ['GET'] }, true],
  ['another method does not match', { methods: ['POST'] }, false],
  ['notMethods refuses the one it names', { notMethods: ['GET'] }, false],
  ['a port is that of the container', { ports: ['8080'] }, true],
  ['another port does not match', { ports: ['80'] }, false],
  ['notPorts refuses the one it names', { notPorts: ['8080'] }, false],
  ['a path is compared whole', { paths: ['/orders'] }, false],
  ['a path may be a prefix', { paths: ['/orders/*'] }, true],
  ['notPaths refuses the one it names', { notPaths: ['/orders/*'] }, false],
  ['notPaths lets others pass', { notPaths: ['/admin/*'] }, true],
  ['a path may be a template', { paths: ['/orders/{*}'] }, true],
  ['fields of one operation must all match', { methods: ['GET'], paths: ['/x'] }, false],
])('operation: %s', (_, fields, expected) => {
  expect(ruleAllows(operation(fields))).toBe(expected);
});

test('hosts are compared without regard to case', () => {
  const incoming = { ...orders, http: { method: 'GET', path: '/', authority: 'Shop.example.com' } };
  expect(ruleAllows(operation({ hosts: ['*.EXAMPLE.com'] }), incoming)).toBe(true);
  expect(ruleAllows(operation({ notHosts: ['shop.example.com'] }), incoming)).toBe(false);
  expect(() => ruleAllows(operation({ hosts: ['x'] }))).toThrow('authority');
});

test.each([
  [
    'a header has one of the values',
    when('request.headers[X-Tier]', { values: ['gold', 'silver'] }),
    true,
  ],
  [
    'a header has none of the notValues',
    when('request.headers[x-tier]', { notValues: ['gold'] }),
    false,
  ],
  ['a header is there', when('request.headers[x-tier]', { values: ['*'] }), true],
  ['a header is there although empty', when('request.headers[x-empty]', { values: ['*'] }), true],
  ['a missing header has no value', when('request.headers[x-other]', { values: ['*'] }), false],
  ['a source namespace', when('source.namespace', { values: ['web'] }), true],
  ['a source principal', when('source.principal', { notValues: ['*/sa/cart'] }), false],
])('when: %s', (_, rule, expected) => {
  const http = { method: 'GET', path: '/', headers: { 'x-tier': 'gold', 'x-empty': '' } };
  expect(ruleAllows(rule, { ...orders, http })).toBe(expected);
});

test('a token is needed where a request principal is asked for', () => {
  const rule = source({ requestPrincipals: ['*'] });
  expect(ruleAllows(rule)).toBe(false);
  expect(ruleAllows(rule, { ...orders, requestPrincipal: 'https://issuer/subject' })).toBe(true);
});

test('an address is needed where a block is asked for', () => {
  const rule = source({ ipBlocks: ['10.7.0.0/16'] });
  expect(ruleAllows(rule, { ...orders, sourceIp: '10.7.3.1' })).toBe(true);
  expect(ruleAllows(rule, { ...orders, sourceIp: '10.8.3.1' })).toBe(false);
  expect(ruleAllows(source({ ipBlocks: ['10.7.3.1'] }), { ...orders, sourceIp: '10.7.3.1' })).toBe(
    true,
  );
  expect(ruleAllows(source({ ipBlocks: ['10.7.3.1'] }), { ...orders, sourceIp: '10.7.3.2' })).toBe(
    false,
  );
  expect(() => ruleAllows(rule)).toThrow('source address');
});

test('what is unknown is refused instead of passed over', () => {
  expect(() => ruleAllows(source({ principal: ['x'] }))).toThrow('principal is not evaluated');
  expect(() => ruleAllows(when('connection.sni', { values: ['x'] }))).toThrow('connection.sni');
});
