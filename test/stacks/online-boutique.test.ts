import { App } from 'cdk8s';
import { systemOf } from '../../constructs/testing';
import { OnlineBoutique } from '../../stacks/online-boutique';

const system = systemOf(new OnlineBoutique(new App(), 'online-boutique'));

interface Container {
  readonly image: string;
  readonly env?: readonly { readonly name: string; readonly value?: string }[];
  readonly resources: { readonly requests: unknown; readonly limits: unknown };
  readonly readinessProbe?: Readonly<Record<string, unknown>>;
  readonly livenessProbe?: Readonly<Record<string, unknown>>;
}

function containerOf(service: string): Container {
  const { template } = system.manifest('Deployment', `${service}-v1`).spec as {
    template: { spec: { containers: [Container] } };
  };
  return template.spec.containers[0];
}

test.each([
  ['adservice', '200m 180Mi', '300m 300Mi'],
  ['cartservice', '200m 64Mi', '300m 128Mi'],
  ['checkoutservice', '100m 64Mi', '200m 128Mi'],
  ['currencyservice', '100m 64Mi', '200m 128Mi'],
  ['emailservice', '100m 64Mi', '200m 128Mi'],
  ['frontend', '100m 64Mi', '200m 128Mi'],
  ['loadgenerator', '300m 256Mi', '500m 512Mi'],
  ['paymentservice', '100m 64Mi', '200m 128Mi'],
  ['productcatalogservice', '100m 64Mi', '200m 128Mi'],
  ['recommendationservice', '100m 220Mi', '200m 450Mi'],
  ['redis-cart', '70m 200Mi', '125m 256Mi'],
  ['shippingservice', '100m 64Mi', '200m 128Mi'],
])('%s requests %s and takes at most %s', (service, requests, limits) => {
  const pair = (text: string): unknown => {
    const [cpu, memory] = text.split(' ');
    return { cpu, memory };
  };
  expect(containerOf(service).resources).toEqual({
    requests: pair(requests),
    limits: pair(limits),
  });
});

test.each([
  ['frontend', 'CART_SERVICE_ADDR', 'cartservice', 7070],
  ['frontend', 'AD_SERVICE_ADDR', 'adservice', 9555],
  ['checkoutservice', 'EMAIL_SERVICE_ADDR', 'emailservice', 5000],
  ['cartservice', 'REDIS_ADDR', 'redis-cart', 6379],
  ['recommendationservice', 'PRODUCT_CATALOG_SERVICE_ADDR', 'productcatalogservice', 3550],
  ['loadgenerator', 'FRONTEND_ADDR', 'frontend', 80],
])('%s finds in %s the address of %s', (service, name, callee, port) => {
  expect(containerOf(service).env).toContainEqual({
    name,
    value: `${callee}.online-boutique.svc.cluster.local:${port}`,
  });
});

test.each([
  ['adservice', 9555, { initialDelaySeconds: 20, periodSeconds: 15 }],
  ['cartservice', 7070, { initialDelaySeconds: 15, periodSeconds: 10 }],
  ['currencyservice', 7000, { periodSeconds: 10 }],
  ['emailservice', 8080, { periodSeconds: 5 }],
])('%s is asked for its health by gRPC on %i', (service, port, times) => {
  const { readinessProbe, livenessProbe } = containerOf(service);
  expect(readinessProbe).toMatchObject({ grpc: { port }, failureThreshold: 3, ...times });
  expect(livenessProbe).toMatchObject({ grpc: { port }, failureThreshold: 6, ...times });
});

test('the frontend tells its probes apart by their cookies', () => {
  const probe = (cookie: string): unknown => ({
    httpGet: { path: '/_healthz', httpHeaders: [{ name: 'Cookie', value: cookie }] },
    initialDelaySeconds: 10,
  });
  const { readinessProbe, livenessProbe } = containerOf('frontend');
  expect(readinessProbe).toMatchObject(probe('shop_session-id=x-readiness-probe') as object);
  expect(livenessProbe).toMatchObject(probe('shop_session-id=x-liveness-probe') as object);
});

test('Redis is one pod, so nothing protects it from being ejected or evicted', () => {
  expect(system.findings().map(({ code, path }) => `${code} ${path}`)).toEqual([
    'MW0213 online-boutique/redis-cart',
  ]);
});
