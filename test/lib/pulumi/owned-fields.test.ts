import type { Manifest } from '../../../lib/pulumi/manifest';
import { ownedFields } from '../../../lib/pulumi/owned-fields';

function anObject(kind: string, name: string, spec: object, namespace = 'shop'): Manifest {
  return { apiVersion: 'example/v1', kind, metadata: { name, namespace }, spec };
}

/** What is left to others, by name. */
function ownedOf(...manifests: readonly Manifest[]): Record<string, readonly string[]> {
  const owned = ownedFields(manifests);
  return Object.fromEntries([...owned].map(([{ metadata }, fields]) => [metadata.name, fields]));
}

const scales = (kind: string, target: object, namespace?: string) =>
  anObject(kind, 'scaler', { scaleTargetRef: target }, namespace);

test.each(['HorizontalPodAutoscaler', 'ScaledObject'])('a %s owns replicas', (kind) => {
  const cart = anObject('StatefulSet', 'cart', { replicas: 3 });
  const owner = scales(kind, { kind: 'StatefulSet', name: 'cart' });
  expect(ownedOf(owner, cart)).toEqual({ cart: ['spec.replicas'] });
});

test('a ScaledObject that names no kind means a Deployment', () => {
  const manifests = ['Deployment', 'StatefulSet'].map((kind) =>
    anObject(kind, 'cart', { replicas: 3 }),
  );
  const owned = ownedFields([scales('ScaledObject', { name: 'cart' }), ...manifests]);
  expect([...owned.keys()].map(({ kind }) => kind)).toEqual(['Deployment']);
});

test('replicas that nobody wrote, another namespace and another name are left alone', () => {
  const owner = scales('HorizontalPodAutoscaler', { kind: 'Deployment', name: 'cart' });
  expect(ownedOf(owner, anObject('Deployment', 'cart', {}))).toEqual({});
  expect(ownedOf(owner, anObject('Deployment', 'cart', { replicas: 3 }, 'other'))).toEqual({});
  expect(ownedOf(owner, anObject('Deployment', 'basket', { replicas: 3 }))).toEqual({});
  const aimless = scales('HorizontalPodAutoscaler', {});
  expect(ownedOf(aimless, anObject('Deployment', 'cart', { replicas: 3 }))).toEqual({});
});

test('replicas of 0 are owned, too', () => {
  const owner = scales('HorizontalPodAutoscaler', { kind: 'Deployment', name: 'cart' });
  const cart = anObject('Deployment', 'cart', { replicas: 0 });
  expect(ownedOf(owner, cart)).toEqual({ cart: ['spec.replicas'] });
});

const rollout = (istio: object) =>
  anObject('Rollout', 'cart', { strategy: { canary: { trafficRouting: { istio } } } });
const HTTP = 'spec.http[*].route[*].weight';
const TCP = 'spec.tcp[*].route[*].weight';

test('a Rollout owns the weights of its routes, of the protocols that they have', () => {
  const both = anObject('VirtualService', 'both', { http: [], tcp: [] });
  const one = anObject('VirtualService', 'one', { http: [] });
  expect(ownedOf(rollout({ virtualService: { name: 'one' } }), one)).toEqual({ one: [HTTP] });
  const several = rollout({ virtualServices: [{ name: 'one' }, { name: 'both' }] });
  expect(ownedOf(several, one, both)).toEqual({ one: [HTTP], both: [HTTP, TCP] });
});

test('a Rollout without a canary in the mesh owns nothing', () => {
  const route = anObject('VirtualService', 'cart', { http: [] });
  expect(ownedOf(rollout({}), route)).toEqual({});
  expect(ownedOf(anObject('Rollout', 'cart', {}), route)).toEqual({});
});
