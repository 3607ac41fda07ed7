import { ApiObject, JsonPatch } from 'cdk8s';
import { Findings, Scale, type ResilientService } from '../../../constructs';
import type { DeclaredSystem } from '../../../constructs/testing';
import { aService, lines, shop } from '../../support/declare';

function patched(child: string, ...patches: JsonPatch[]): string[] {
  return lines(
    shop((chart) => {
      const payments = aService(chart, 'payments');
      aService(chart, 'orders').calls(payments);
      objectOf(payments, child).addJsonPatch(...patches);
    }),
  );
}

function objectOf(service: ResilientService, child: string): ApiObject {
  return ApiObject.of(service.node.findChild(child));
}

test('a longer deadline is reported, with the planned one', () => {
  expect(patched('VirtualService', JsonPatch.replace('/spec/http/0/timeout', '9s'))).toEqual([
    '[shop/payments] MW1050 VirtualService payments/spec/http/0/timeout: got "9s", want "1s", as ' +
      'planned; give the call a `timeout`, which everything that depends on it then follows',
  ]);
});

test('a shorter deadline, fewer retries and a stricter pool are not', () => {
  const routes = [
    JsonPatch.replace('/spec/http/0/timeout', '500ms'),
    JsonPatch.replace('/spec/http/0/retries/attempts', 1),
  ];
  expect(patched('VirtualService', ...routes)).toEqual([]);
  const connections = '/spec/trafficPolicy/connectionPool/tcp/maxConnections';
  expect(patched('DestinationRule', JsonPatch.replace(connections, 1))).toEqual([]);
});

test('a rule that lets more through is an error, one rule less is not', () => {
  const more = patched('AuthorizationPolicy', JsonPatch.add('/spec/rules/-', {}));
  expect(more).toEqual([expect.stringMatching(/MW1052 AuthorizationPolicy payments\/spec\/rules/)]);
  expect(patched('AuthorizationPolicy', JsonPatch.replace('/spec/rules', []))).toEqual([]);
});

test('a principal that is replaced lets somebody else in', () => {
  const place = '/spec/rules/0/from/0/source/principals/0';
  const told = patched('AuthorizationPolicy', JsonPatch.replace(place, '*'));
  expect(told).toEqual([expect.stringMatching(/MW1052 .*principals\/0: got "\*"/)]);
});

describe('the drain of the proxy', () => {
  const annotation = '/spec/template/metadata/annotations/proxy.istio.io~1config';
  const replacedBy = (config: string): string[] =>
    patched('Deployment-v1', JsonPatch.replace(annotation, config));

  test('that is cut by a patch of its annotation is reported', () => {
    expect(replacedBy('{"terminationDrainDuration":"1s"}')).toEqual([
      expect.stringMatching(
        /MW1056 Deployment payments-v1\/spec\/template\/metadata\/annotations\/proxy\.istio\.io~1config: got/,
      ),
    ]);
    expect(replacedBy('terminationDrainDuration: soon')).toEqual([expect.stringMatching(/MW1056/)]);
  });

  test('that is as long or longer is not, in JSON and in YAML, nor where other settings are added', () => {
    expect(replacedBy('terminationDrainDuration: 30s\nconcurrency: 2')).toEqual([]);
    expect(replacedBy('{"concurrency":2,"terminationDrainDuration":"5s"}')).toEqual([]);
    // Istio's default of 5 s is what was planned
    expect(replacedBy('concurrency: 2')).toEqual([]);
  });
});

describe('the parts of a pod', () => {
  const CONTAINERS = '/spec/template/spec/containers';
  const debug = JsonPatch.add(`${CONTAINERS}/0`, { name: 'debug', image: 'busybox:1.37' });

  test('to which a container is added are reported', () => {
    expect(patched('Deployment-v1', debug)).toEqual([
      '[shop/payments] MW1060 Deployment payments-v1/spec/template/spec/containers/0: got ' +
        '{"name":"debug","image":"busybox:1.37"}, want nothing, as planned; make it a service of ' +
        'its own: what is planned for a pod, from its hardening to the time in which it ends, ' +
        'does not know this one',
    ]);
  });

  test('of which one is taken away are reported', () => {
    const replaced = JsonPatch.replace(CONTAINERS, [{ name: 'other', image: 'busybox:1.37' }]);
    expect(patched('Deployment-v1', replaced)).toEqual([
      expect.stringMatching(/MW1060 .*containers\/0: got nothing, want \{/),
      expect.stringMatching(/MW1060 .*containers\/0: got \{"name":"other"/),
    ]);
    const initContainers = JsonPatch.add('/spec/template/spec/initContainers', [
      { name: 'migrate', image: 'busybox:1.37' },
    ]);
    expect(patched('Deployment-v1', initContainers)).toEqual([
      expect.stringMatching(/MW1060 .*initContainers: got \[/),
    ]);
  });

  test('are compared by name, so that one more hides nothing of the others', () => {
    const softer = JsonPatch.remove(`${CONTAINERS}/1/securityContext`);
    const unready = JsonPatch.remove(`${CONTAINERS}/1/readinessProbe`);
    expect(
      patched('Deployment-v1', debug, softer, unready).map((line) => line.slice(16, 22)),
    ).toEqual(['MW1054', 'MW1057', 'MW1060']);
  });

  test('with a path of the node are softer, with an empty folder they are not', () => {
    const volumes = (source: object): string[] =>
      patched(
        'Deployment-v1',
        JsonPatch.add('/spec/template/spec/volumes', [{ name: 'data', ...source }]),
      );
    expect(volumes({ hostPath: { path: '/' } })).toEqual([
      expect.stringMatching(/MW1057 .*volumes: got \[\{"name":"data","hostPath"/),
    ]);
    expect(volumes({ emptyDir: {} })).toEqual([]);
  });

  test('that are no containers are nobody’s business', () => {
    const env = JsonPatch.add(`${CONTAINERS}/0/env`, [{ name: 'LOG', value: 'debug' }]);
    expect(patched('Deployment-v1', env)).toEqual([]);
  });
});

test('what is added beside the plan is nobody’s business', () => {
  expect(patched('Deployment-v1', JsonPatch.add('/spec/revisionHistoryLimit', 3))).toEqual([]);
  const label = '/spec/template/metadata/labels/team';
  expect(patched('Deployment-v1', JsonPatch.add(label, 'blue'))).toEqual([]);
});

test('a label that is written over through metadata is lost as well', () => {
  const system = shop((chart) => {
    const payments = aService(chart, 'payments');
    objectOf(payments, 'Service').metadata.addLabel('app.kubernetes.io/name', 'other');
  });
  expect(lines(system)).toEqual([
    expect.stringMatching(/MW1055 Service payments\/metadata\/labels/),
  ]);
});

const POD = '/spec/template/spec';
const CAPTURE = '/spec/template/metadata/annotations/traffic.sidecar.istio.io~1excludeInboundPorts';
const EJECTION = '/spec/trafficPolicy/outlierDetection/baseEjectionTime';
const ROUTE = { route: [{ destination: { host: 'b' } }], timeout: '3600s' };

test.each<[string, string, JsonPatch, RegExp]>([
  [
    'a route that is added',
    'VirtualService',
    JsonPatch.add('/spec/http/0', ROUTE),
    /MW1058 VirtualService payments\/spec\/http: got .*, as planned; declare routes by/,
  ],
  [
    'a route that is lost',
    'VirtualService',
    JsonPatch.remove('/spec/http/0'),
    /MW1058 .*spec\/http:/,
  ],
  [
    'a rule for another host',
    'DestinationRule',
    JsonPatch.replace('/spec/host', 'b'),
    /MW1058 DestinationRule payments\/spec\/host: got "b", want "payments\.shop\.svc/,
  ],
  [
    'a shorter ejection',
    'DestinationRule',
    JsonPatch.replace(EJECTION, '1ms'),
    /MW1054 .*baseEjectionTime: got "1ms", want "30s"/,
  ],
  [
    'a port that the proxy does not see',
    'Deployment-v1',
    JsonPatch.add(CAPTURE, '8080'),
    /MW1059 Deployment payments-v1.*excludeInboundPorts: got "8080", want nothing/,
  ],
  [
    'the network of the node',
    'Deployment-v1',
    JsonPatch.add(`${POD}/hostNetwork`, true),
    /MW1059 .*hostNetwork: got true, want nothing, as planned; take the patch back/,
  ],
  [
    'another identity',
    'Deployment-v1',
    JsonPatch.replace(`${POD}/serviceAccountName`, 'admin'),
    /MW1059 .*serviceAccountName: got "admin", want "payments"/,
  ],
  [
    'a pod that is ready at once',
    'Deployment-v1',
    JsonPatch.remove(`${POD}/containers/0/readinessProbe`),
    /MW1054 .*readinessProbe: got nothing/,
  ],
])('%s is reported', (_what, child, patch, text) => {
  expect(patched(child, patch)).toEqual([expect.stringMatching(text)]);
});

test('a longer ejection, no network of the node and a stricter probe are not', () => {
  expect(patched('DestinationRule', JsonPatch.replace(EJECTION, '60s'))).toEqual([]);
  expect(
    patched(
      'Deployment-v1',
      JsonPatch.add(`${POD}/hostNetwork`, false),
      JsonPatch.replace(`${POD}/containers/0/readinessProbe/periodSeconds`, 5),
    ),
  ).toEqual([]);
});

test('an autoscaler that may go lower is reported, one that may not is not', () => {
  const least = (count: number): string[] =>
    lines(
      shop((chart) => {
        const cart = aService(chart, 'cart', { scale: Scale.between(3, 9) });
        const scaler = cart.node
          .findAll()
          .filter((each) => ApiObject.isApiObject(each))
          .find(({ kind }) => kind === 'HorizontalPodAutoscaler');
        scaler?.addJsonPatch(JsonPatch.replace('/spec/minReplicas', count));
      }),
    );
  expect(least(1)).toEqual([
    expect.stringMatching(/MW1054 HorizontalPodAutoscaler .*minReplicas: got 1, want 3/),
  ]);
  expect(least(4)).toEqual([]);
});

test('a patch is seen when it comes after the first look', () => {
  const services: ResilientService[] = [];
  const system = shop((chart) => void services.push(aService(chart, 'payments')));
  expect(lines(system)).toEqual([]);
  const [payments] = services;
  payments?.deployment.addJsonPatch(JsonPatch.replace('/spec/replicas', 1));
  expect(lines(system)).toEqual([
    expect.stringMatching(/MW1054 Deployment .*\/spec\/replicas: got 1/),
  ]);
});

describe('an accepted finding', () => {
  const accepting = (code: string, reason: string): DeclaredSystem =>
    shop((chart) => {
      const cart = aService(chart, 'cart', { scale: Scale.fixed(2) });
      Findings.accept(cart, code, reason);
    });

  test('is set apart with its reason', () => {
    const system = accepting('MW1004', 'two are what the licence allows');
    expect(lines(system)).toEqual([]);
    expect(system.accepted()).toEqual([
      expect.objectContaining({ reason: 'two are what the licence allows' }),
    ]);
  });

  test('needs a reason', () => {
    expect(lines(accepting('MW1004', ' '))).toContainEqual(expect.stringMatching(/MW0009/));
  });

  test('that is not there is reported', () => {
    expect(lines(accepting('MW1002', 'for later'))).toContainEqual(
      '[shop/cart] MW1082 accept(MW1002): got no MW1002 here, want nothing to accept; remove the ' +
        'acceptance, or move it to where the finding is',
    );
  });

  test('is accepted below the place too, and nowhere else', () => {
    const system = shop((chart) => {
      aService(chart, 'cart', { scale: Scale.fixed(2) });
      const other = aService(chart, 'other', { scale: Scale.fixed(2) });
      Findings.accept(chart, 'MW1004', 'a test bed');
      Findings.accept(other, 'MW1013', 'a test bed');
    });
    expect(system.accepted()).toHaveLength(2);
    expect(lines(system)).toEqual([expect.stringMatching(/MW1082 accept\(MW1013\)/)]);
  });

  test('cannot be a mistake in a declaration', () => {
    expect(lines(accepting('MW0101', 'it does no harm'))).toContainEqual(
      expect.stringMatching(/MW1081 accept\(MW0101\)/),
    );
  });
});
