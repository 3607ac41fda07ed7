import { Duration } from 'cdk8s';
import { Prometheus, Tracing, type MeshProps } from '../../../constructs';
import { declareMesh } from '../../../lib/mesh/declare';
import { planMesh, type MeshPlan } from '../../../lib/mesh/plan';
import { declaring } from '../../support/declaring';

function planned(props: MeshProps): MeshPlan {
  const { value, told } = declaring((report) => declareMesh(props, report));
  expect(told).toEqual([]);
  return planMesh(value);
}

const DOOR = { namespace: 'edge', selector: { app: 'door' }, serviceAccount: 'door' };

const DEFAULTS: MeshPlan = {
  istio: '1.31',
  kubernetes: '1.33',
  hasCni: false,
  hasNativeSidecars: true,
  trustDomain: 'cluster.local',
  clusterDomain: 'cluster.local',
  rootNamespace: 'istio-system',
  revision: undefined,
  ingressGateway: {
    namespace: 'istio-system',
    selector: { istio: 'ingressgateway' },
    serviceAccount: 'istio-ingressgateway-service-account',
    maxReplicas: 5,
  },
  dns: { namespace: 'kube-system', nodeLocalAddress: undefined },
  prometheus: {
    namespace: 'monitoring',
    hasOperator: false,
    labels: { release: 'kube-prometheus-stack' },
    runbooks: undefined,
  },
  tracing: undefined,
  environment: 'production',
  experiments: [],
  ownTimeMs: 1_000,
  maxDeadlineMs: 30_000,
  zones: [],
  maxAmplification: 27,
  maxDepth: 10,
  maxFanOut: 10,
  isGiven: { ownTime: false, maxDeadline: false },
};

test.each(Object.entries(DEFAULTS))('without facts, %s is %j', (fact, value) => {
  expect(planned({})).toHaveProperty(fact, value);
});

test('there is a default for every fact, and no fact without a test of its default', () => {
  expect(planned({})).toEqual(DEFAULTS);
});

const GIVEN: [MeshProps, Partial<MeshPlan>][] = [
  [{ istio: '1.29' }, { istio: '1.29' }],
  [{ kubernetes: '1.34' }, { kubernetes: '1.34' }],
  [{ dataPlane: 'sidecar' }, {}],
  [{ redirection: 'cni' }, { hasCni: true }],
  [{ redirection: 'init-container' }, { hasCni: false }],
  [{ sidecars: 'classic' }, { hasNativeSidecars: false }],
  [{ sidecars: 'native' }, { hasNativeSidecars: true }],
  [{ trustDomain: 'acme.example' }, { trustDomain: 'acme.example' }],
  [{ clusterDomain: 'k8s.acme.example' }, { clusterDomain: 'k8s.acme.example' }],
  [{ rootNamespace: 'mesh' }, { rootNamespace: 'mesh' }],
  [{ revision: '1-31-7' }, { revision: '1-31-7' }],
  [
    { ingressGateway: { ...DOOR, maxReplicas: 7 } },
    { ingressGateway: { ...DOOR, maxReplicas: 7 } },
  ],
  [
    { ingressGateway: { namespace: 'edge' } },
    { ingressGateway: { ...DEFAULTS.ingressGateway, namespace: 'edge' } },
  ],
  [
    { ingressGateway: { selector: {} } },
    { ingressGateway: { ...DEFAULTS.ingressGateway, selector: { istio: 'ingressgateway' } } },
  ],
  [
    { dns: { namespace: 'dns', nodeLocalAddress: '169.254.20.10' } },
    { dns: { namespace: 'dns', nodeLocalAddress: '169.254.20.10' } },
  ],
  [
    { prometheus: Prometheus.annotations({ namespace: 'metrics' }) },
    { prometheus: { ...DEFAULTS.prometheus, namespace: 'metrics' } },
  ],
  [
    { prometheus: Prometheus.operator() },
    { prometheus: { ...DEFAULTS.prometheus, hasOperator: true } },
  ],
  [
    { prometheus: Prometheus.operator({ labels: { release: 'main' } }) },
    { prometheus: { ...DEFAULTS.prometheus, hasOperator: true, labels: { release: 'main' } } },
  ],
  [
    { prometheus: Prometheus.operator({ labels: {} }) },
    { prometheus: { ...DEFAULTS.prometheus, hasOperator: true, labels: {} } },
  ],
  [
    {
      tracing: Tracing.provider('jaeger', { host: 'jaeger.traces.svc.cluster.local', port: 4317 }),
    },
    {
      tracing: {
        provider: 'jaeger',
        host: 'jaeger.traces.svc.cluster.local',
        port: 4317,
        samplingPercent: 1,
      },
    },
  ],
  [
    { deadlines: { ownTime: Duration.millis(700) } },
    { ownTimeMs: 700, isGiven: { ownTime: true, maxDeadline: false } },
  ],
  [
    { deadlines: { maximum: Duration.seconds(13) } },
    { maxDeadlineMs: 13_000, isGiven: { ownTime: false, maxDeadline: true } },
  ],
  [{ limits: { amplification: 7 } }, { maxAmplification: 7 }],
  [{ limits: { depth: 7 } }, { maxDepth: 7 }],
  [{ limits: { fanOut: 7 } }, { maxFanOut: 7 }],
];

test.each(GIVEN)('the fact %j changes that fact and no other', (props, changed) => {
  expect(planned(props)).toEqual({ ...DEFAULTS, ...changed });
});

test('traces are sampled as often as was said', () => {
  const options = { host: 'jaeger.traces.svc.cluster.local', port: 4317, samplingPercent: 7 };
  expect(planned({ tracing: Tracing.provider('jaeger', options) }).tracing?.samplingPercent).toBe(
    7,
  );
});
