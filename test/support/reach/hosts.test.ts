import { isCoveredBy, isExported, mostSpecific, overlaps, qualify } from './hosts';
import { readManifests } from './manifests';

test.each([
  ['a.b.c', 'a.b.c', true],
  ['a.b.c', 'b.b.c', false],
  ['a.b.c', '*.b.c', true],
  ['b.c', '*.b.c', false],
  ['a.b.c', '*', true],
  ['*.b.c', '*.c', true],
  ['*.c', '*.b.c', false],
  ['*.x.d', '*.c', false],
  ['*.b.c', 'a.b.c', false],
])('%s is covered by %s: %s', (host, other, expected) => {
  expect(isCoveredBy(host, other)).toBe(expected);
});

test.each([
  ['a.b.c', '*.b.c', true],
  ['*.b.c', 'a.b.c', true],
  ['*.b.c', '*.c', true],
  ['a.b.c', '*.c.d', false],
])('%s overlaps %s: %s', (a, b, expected) => {
  expect(overlaps(a, b)).toBe(expected);
});

test.each([
  ['exact before wildcard', ['*.b.c', 'a.b.c'], 'a.b.c'],
  ['the longest wildcard', ['*', '*.b.c', '*.c'], '*.b.c'],
  ['none', ['x.b.c', '*.x'], undefined],
])('the most specific name is %s', (_, names, expected) => {
  expect(mostSpecific('a.b.c', names)).toBe(expected);
});

test.each([
  ['orders', 'orders.shop.svc.example'],
  ['orders.shop', 'orders.shop'],
  ['*', '*'],
])('%s means %s', (host, expected) => {
  const manifests = readManifests([], { clusterDomain: 'example' });
  expect(qualify(manifests, host, 'shop')).toBe(expected);
});

test.each([
  ['to all by default', undefined, true],
  ['to all by an empty list', [], true],
  ['to all', ['*'], true],
  ['to one by name', ['web'], true],
  ['to others', ['bank', '.'], false],
  ['to none', ['~'], false],
])('exported %s', (_, exportTo, expected) => {
  expect(isExported(exportTo, 'shop', 'web')).toBe(expected);
});

test('a dot exports to the own namespace', () => {
  expect(isExported(['.'], 'shop', 'shop')).toBe(true);
});
