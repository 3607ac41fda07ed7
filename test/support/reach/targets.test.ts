import { readManifests } from './manifests';
import { deployment, service } from './objects';
import { findTarget, isNamed, targetThrough } from './targets';
import { findWorkload } from './workloads';

const v1 = { namespace: 'shop', name: 'orders-v1' };
const v2 = { namespace: 'shop', name: 'orders-v2' };
const headless = service('shop/a-headless', { selector: { app: 'orders' }, clusterIP: 'None' });
const manifests = readManifests([
  headless,
  service('shop/orders'),
  service('shop/store', { clusterIP: 'None' }),
  deployment('shop/orders-v1', { labels: { app: 'orders', version: 'v1' } }),
  deployment('shop/orders-v2', { labels: { app: 'orders', version: 'v2' } }),
  deployment('shop/store'),
  deployment('shop/worker'),
]);
const orders = { namespace: 'shop', name: 'orders' };

test('a Service is all its workloads', () => {
  const target = findTarget(manifests, orders, 80);
  expect(target.backends.map(({ workload }) => workload.name)).toStrictEqual([v1.name, v2.name]);
});

test('a workload is itself, through a Service that has an address', () => {
  const target = findTarget(manifests, v2, 80);
  expect(target.host).toBe('orders.shop.svc.cluster.local');
  expect(target.backends.map(({ workload }) => workload.name)).toStrictEqual([v2.name]);
});

test('a workload is reached through its headless Service where it has no other', () => {
  const store = findWorkload(manifests, { namespace: 'shop', name: 'store' });
  expect(targetThrough(manifests, store, 80)?.host).toBe('store.shop.svc.cluster.local');
});

test.each([
  ['no Service selects it', { namespace: 'shop', name: 'worker' }, 80],
  ['the Service has no such port', orders, 7],
])('it is an error where %s', (_, ref, port) => {
  expect(() => findTarget(manifests, ref, port)).toThrow(`${ref.name}:${port}`);
});

test.each([
  ['its own name', v1, true],
  ['the name of its Service', orders, true],
  ['the name of another workload', v2, false],
  ['the name of another Service', { namespace: 'shop', name: 'store' }, false],
  ['its name in another namespace', { ...v1, namespace: 'web' }, false],
])('a workload has %s', (_, ref, expected) => {
  expect(isNamed(manifests, findWorkload(manifests, v1), ref)).toBe(expected);
});
