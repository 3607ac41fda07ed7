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

test('Redis is one pod, and a page gets the ten seconds that somebody waits, not all that it might need', () => {
  expect(system.findings().map(({ code, path }) => `${code} ${path}`)).toEqual([
    'MW0414 online-boutique/gateway',
    'MW0414 online-boutique/loadgenerator',
    'MW0213 online-boutique/redis-cart',
  ]);
});

interface Rule {
  readonly workloadSelector?: unknown;
  readonly trafficPolicy: {
    readonly connectionPool: { readonly http: { readonly http2MaxRequests: number } };
    readonly loadBalancer: Readonly<Record<string, unknown>>;
    readonly outlierDetection: Readonly<Record<string, unknown>>;
    readonly retryBudget: unknown;
  };
}

function ruleOf(name: string): Rule {
  return system.manifest('DestinationRule', name).spec as unknown as Rule;
}

test.each(['cartservice', 'checkoutservice', 'currencyservice', 'frontend'])(
  '%s runs in three zones, and fails over from one to the others',
  (service) => {
    expect(ruleOf(service).trafficPolicy.loadBalancer.localityLbSetting).toMatchObject({
      enabled: true,
      failoverPriority: ['topology.kubernetes.io/region', 'topology.kubernetes.io/zone'],
    });
    expect(JSON.stringify(system.manifest('Deployment', `${service}-v1`))).toContain(
      '"values":["us-central1-a","us-central1-b","us-central1-c"]',
    );
  },
);

test('without zones nothing asks for one', () => {
  const elsewhere = systemOf(new OnlineBoutique(new App(), 'online-boutique', { zones: [] }));
  expect(JSON.stringify(elsewhere.manifests())).not.toContain('us-central1-a');
  expect(elsewhere.findings('warning')).toEqual([]);
});

test('ads start slowly, and hold no more than a few requests of a page', () => {
  expect(ruleOf('adservice').trafficPolicy.loadBalancer.warmup).toMatchObject({ duration: '60s' });
  const own = ruleOf('adservice.online-boutique.frontend');
  expect(own.workloadSelector).toEqual({
    matchLabels: { 'app.kubernetes.io/name': 'frontend' },
  });
  expect(own.trafficPolicy.connectionPool.http.http2MaxRequests).toBe(20);
  expect(own.trafficPolicy.retryBudget).toEqual({ percent: 10, minRetryConcurrency: 3 });
});

test('a failing pod of checkout is out sooner than another', () => {
  expect(ruleOf('checkoutservice').trafficPolicy.outlierDetection).toMatchObject({
    consecutiveGatewayErrors: 3,
    baseEjectionTime: '15s',
  });
  expect(ruleOf('emailservice').trafficPolicy.outlierDetection).toMatchObject({
    baseEjectionTime: '30s',
  });
});
