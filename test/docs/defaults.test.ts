import { join } from 'node:path';
import { readFileSync } from 'node:fs';
import { parseAllDocuments } from 'yaml';
import { REPOSITORY, textOf } from '../meta/sources';

const documents = parseAllDocuments(
  readFileSync(join(REPOSITORY, 'test', 'golden', 'smallest', 'shop.k8s.yaml'), 'utf8'),
);

/** The value at a path such as `spec.http.0` of the object `Kind/name`. */
function valueAt(object: string, path: string): unknown {
  const found = documents.find(
    (document) =>
      `${String(document.get('kind'))}/${String(document.getIn(['metadata', 'name']))}` === object,
  );
  const value = found?.getIn(path.split('.'), true);
  return (value as { toJSON?: () => unknown } | undefined)?.toJSON?.() ?? value;
}

const DEPLOYMENT = 'Deployment/payments-v1';
const DESTINATION = 'DestinationRule/payments';
const POD = 'spec.template.spec';
const CONTAINER = `${POD}.containers.0`;
const POLICY = 'spec.trafficPolicy';

/** What the pages say in words of their own, and where the smallest program's manifests say the same. */
const STATEMENTS: [
  page: string,
  statement: string,
  object: string,
  path: string,
  value: unknown,
][] = [
  ['README.md', '| 3, spread over', DEPLOYMENT, 'spec.replicas', 3],
  ['README.md', 'maxUnavailable: 0', DEPLOYMENT, 'spec.strategy.rollingUpdate.maxUnavailable', 0],
  ['README.md', 'counts after 10 s', DEPLOYMENT, 'spec.minReadySeconds', 10],
  ['README.md', '1 pod at a time', 'PodDisruptionBudget/payments', 'spec.maxUnavailable', 1],
  ['README.md', '100m CPU', DEPLOYMENT, `${CONTAINER}.resources.requests.cpu`, '100m'],
  ['README.md', '256Mi memory at', DEPLOYMENT, `${CONTAINER}.resources.limits.memory`, '256Mi'],
  ['README.md', '15 s until', DEPLOYMENT, `${CONTAINER}.lifecycle.preStop.sleep.seconds`, 15],
  ['README.md', '| STRICT', 'PeerAuthentication/payments', 'spec.mtls.mode', 'STRICT'],
  [
    'README.md',
    '`REGISTRY_ONLY`',
    'Sidecar/payments',
    'spec.outboundTrafficPolicy.mode',
    'REGISTRY_ONLY',
  ],
  ['README.md', '| 1 s for each', 'VirtualService/payments', 'spec.http.0.timeout', '1s'],
  ['README.md', '| 2, where', 'VirtualService/payments', 'spec.http.0.retries.attempts', 2],
  ['README.md', 'a fifth of', DESTINATION, `${POLICY}.retryBudget.percent`, 20],
  ['README.md', 'at least 3', DESTINATION, `${POLICY}.retryBudget.minRetryConcurrency`, 3],
  [
    'README.md',
    '1024 requests',
    DESTINATION,
    `${POLICY}.connectionPool.http.http2MaxRequests`,
    1024,
  ],
  [
    'README.md',
    'within 500 ms',
    DESTINATION,
    `${POLICY}.connectionPool.tcp.connectTimeout`,
    '500ms',
  ],
  ['README.md', 'after 4 s', DESTINATION, `${POLICY}.connectionPool.http.idleTimeout`, '4s'],
  ['README.md', 'for 30 s', DESTINATION, `${POLICY}.outlierDetection.baseEjectionTime`, '30s'],
  ['README.md', 'after 5 fail', DESTINATION, `${POLICY}.outlierDetection.consecutive5xxErrors`, 5],
  ['README.md', 'most 50 %', DESTINATION, `${POLICY}.outlierDetection.maxEjectionPercent`, 50],
  ['README.md', 'less busy', DESTINATION, `${POLICY}.loadBalancer.simple`, 'LEAST_REQUEST'],
  [
    'docs/availability.md',
    '`maxSurge: 25%`',
    DEPLOYMENT,
    'spec.strategy.rollingUpdate.maxSurge',
    '25%',
  ],
  ['docs/availability.md', 'after **10 s**', DEPLOYMENT, 'spec.minReadySeconds', 10],
  ['docs/availability.md', 'is 610 without', DEPLOYMENT, 'spec.progressDeadlineSeconds', 610],
  ['docs/availability.md', 'makes 25 s', DEPLOYMENT, `${POD}.terminationGracePeriodSeconds`, 25],
  [
    'docs/traffic-policy.md',
    '**25 ms**',
    'VirtualService/payments',
    'spec.http.0.retries.backoff',
    '25ms',
  ],
  ['docs/traffic-policy.md', '**10 s**', DESTINATION, `${POLICY}.outlierDetection.interval`, '10s'],
];

test.each(STATEMENTS)(
  '%s says "%s", and so does %s at %s',
  (page, statement, object, path, value) => {
    expect(textOf(page)).toContain(statement);
    expect(valueAt(object, path)).toEqual(value);
  },
);
