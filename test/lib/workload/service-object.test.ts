import { Port } from '../../../constructs';
import type { Manifest } from '../../../constructs/testing';
import { aService, has, only, shop } from '../../support/declare';

function cart(ports?: Readonly<Record<string, Port>>): readonly Manifest[] {
  return shop((chart) => aService(chart, 'cart', ports && { ports })).manifests();
}

test('a Service stands for all versions, and for nothing outside the cluster', () => {
  expect(only(cart(), 'Service')).toEqual({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: {
      name: 'cart',
      namespace: 'shop',
      labels: { 'app.kubernetes.io/name': 'cart', 'app.kubernetes.io/managed-by': 'meshwright' },
    },
    spec: {
      type: 'ClusterIP',
      selector: { 'app.kubernetes.io/name': 'cart' },
      ports: [{ name: 'http', port: 8080, targetPort: 8080, protocol: 'TCP', appProtocol: 'http' }],
    },
  });
});

test('each port says its protocol twice, so that Istio never has to guess', () => {
  const ports = {
    api: Port.grpc(80, { targetPort: 7007 }),
    admin: Port.http(7011),
    cache: Port.of('redis', 7013),
  };
  expect(only(cart(ports), 'Service').spec?.ports).toMatchObject([
    { name: 'grpc-api', port: 80, targetPort: 7007, appProtocol: 'grpc' },
    { name: 'http-admin', port: 7011, targetPort: 7011, appProtocol: 'http' },
    { name: 'redis-cache', port: 7013, targetPort: 7013, appProtocol: 'redis' },
  ]);
});

test('a worker has no Service', () => {
  const manifests = shop((chart) => aService(chart, 'worker', { port: undefined })).manifests();
  expect(has(manifests, 'Service')).toBe(false);
});

test('the Service and the workloads can be had from the construct', () => {
  const names: (string | undefined)[] = [];
  shop((chart) => {
    const service = aService(chart, 'cart');
    const worker = aService(chart, 'worker', { port: undefined });
    names.push(service.service?.name, service.deployment.name, service.workloads.v1?.name);
    names.push(worker.service?.name, worker.deployment.name);
  });
  expect(names).toEqual(['cart', 'cart-v1', 'cart-v1', undefined, 'worker-v1']);
});
