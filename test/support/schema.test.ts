import { schemaProblems, unknownFields } from './schema';

const deployment = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'orders', namespace: 'shop' },
  spec: {
    replicas: 7,
    selector: { matchLabels: { app: 'orders' } },
    strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: '25%', maxUnavailable: 0 } },
    template: {
      metadata: { labels: { app: 'orders' } },
      spec: { containers: [{ name: 'orders', image: 'ghcr.io/acme/orders:2.0.0' }] },
    },
  },
};

const destinationRule = {
  apiVersion: 'networking.istio.io/v1',
  kind: 'DestinationRule',
  metadata: { name: 'orders', namespace: 'shop' },
  spec: {
    host: 'orders.shop.svc.cluster.local',
    trafficPolicy: {
      loadBalancer: { simple: 'LEAST_REQUEST' },
      outlierDetection: { consecutive5xxErrors: 11, interval: '13s' },
    },
  },
};

const prometheusRule = {
  apiVersion: 'monitoring.coreos.com/v1',
  kind: 'PrometheusRule',
  metadata: { name: 'orders', namespace: 'shop' },
  spec: {
    groups: [
      {
        name: 'orders',
        rules: [{ alert: 'Down', expr: 'up == 0', for: '7m', labels: { severity: 'page' } }],
      },
    ],
  },
};

const about = (kind: string) => ({ kind, name: 'orders', namespace: 'shop' });

test.each([deployment, destinationRule, prometheusRule])(
  '$kind: a correct one passes',
  (manifest) => {
    expect(schemaProblems([manifest])).toEqual([]);
    expect(unknownFields([manifest])).toEqual([]);
  },
);

test('a value outside of an enum is a problem that lists the values', () => {
  const wrong = {
    ...destinationRule,
    spec: { ...destinationRule.spec, trafficPolicy: { loadBalancer: { simple: 'FASTEST' } } },
  };
  expect(schemaProblems([deployment, wrong])).toEqual([
    {
      ...about('DestinationRule'),
      message:
        '/spec/trafficPolicy/loadBalancer/simple must be equal to one of the allowed values: ' +
        'UNSPECIFIED, LEAST_CONN, RANDOM, PASSTHROUGH, ROUND_ROBIN, LEAST_REQUEST',
    },
  ]);
});

test('a missing required field is a problem', () => {
  const { replicas, template } = deployment.spec;
  const wrong = { ...deployment, spec: { replicas, template } };
  expect(schemaProblems([wrong])).toEqual([
    { ...about('Deployment'), message: '/spec must have required property selector' },
  ]);
});

test('an unknown field is a problem, however deep', () => {
  const spec = { ...destinationRule.spec, subsets: [{ name: 'v1', lables: { version: 'v1' } }] };
  const wrong = { ...destinationRule, spec };
  expect(schemaProblems([wrong])).toEqual([]);
  expect(unknownFields([prometheusRule, wrong])).toEqual([
    { ...about('DestinationRule'), message: '/spec/subsets/0/lables is not a known field' },
  ]);
});

test.each(['Deploymentt', 'DeploymentSpec'])('the unknown kind %s is a problem', (kind) => {
  expect(schemaProblems([{ ...deployment, kind }])).toEqual([
    { ...about(kind), message: `apps/v1 ${kind} is not a known kind` },
  ]);
});

test('an unknown API version is a problem', () => {
  expect(schemaProblems([{ ...destinationRule, apiVersion: 'networking.istio.io/v9' }])).toEqual([
    {
      ...about('DestinationRule'),
      message: 'networking.istio.io/v9 DestinationRule is not a known kind',
    },
  ]);
});
