import { Duration } from 'cdk8s';
import type { Chart } from 'cdk8s';
import { Identity, Objective, Port, Retries, ServiceReference } from '../../../constructs';
import type { ServiceReferenceProps } from '../../../constructs';
import { findingLine } from '../../../lib/findings/finding';
import type { DeclaredSystem } from '../../../constructs/testing';
import { aService, errors, lines, linesOf, shop } from '../../support/declare';
import { environmentOf, specOf } from '../rendered';

function payments(chart: Chart, overrides: Partial<ServiceReferenceProps> = {}): ServiceReference {
  return ServiceReference.of(chart, 'payments', {
    host: 'payments.bank.svc.cluster.local',
    port: 7080,
    identity: Identity.of('bank', 'payments'),
    ...overrides,
  });
}

test("a call to a reference yields the caller's scope, network policy and environment", () => {
  const system = shop((chart) => aService(chart, 'orders').calls(payments(chart)));
  expect(lines(system)).toEqual([]);
  expect(specOf(system, 'Sidecar', 'orders').egress).toEqual([
    { hosts: ['bank/payments.bank.svc.cluster.local'] },
  ]);
  expect(specOf(system, 'NetworkPolicy', 'orders').egress).toContainEqual({
    to: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'bank' } } }],
    ports: [{ protocol: 'TCP', port: 7080 }],
  });
  expect(environmentOf(system, 'orders-v1')).toEqual({
    PAYMENTS_HOST: 'payments.bank.svc.cluster.local',
    PAYMENTS_PORT: '7080',
  });
});

test('the network policy opens the pods of the labels that are given alone', () => {
  const system = shop((chart) => {
    const labels = { app: 'till', tier: '7' };
    aService(chart, 'orders').calls(payments(chart, { labels }));
  });
  expect(specOf(system, 'NetworkPolicy', 'orders').egress).toContainEqual({
    to: [
      {
        namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'bank' } },
        podSelector: { matchLabels: { app: 'till', tier: '7' } },
      },
    ],
    ports: [{ protocol: 'TCP', port: 7080 }],
  });
});

describe('what a reference promises', () => {
  const calling = (
    promised: number,
    objectives: readonly Objective[],
    port = Port.grpc(7080),
  ): DeclaredSystem =>
    shop((chart) =>
      aService(chart, 'orders', { objectives: [Objective.availability(promised)] }).calls(
        payments(chart, { objectives, port }),
        { times: 2 },
      ),
    );

  test('limits the promises of its callers: 99.9 % twice is 99.8001 %, also where tries fail alone', () => {
    const system = calling(99.999_999_9, [Objective.availability(99.9)]);
    // 1 - 0.001^3 for each call, which Istio tries three times where it is UNAVAILABLE
    expect(system.errorBudgetOf('shop/orders')).toMatchObject({
      possible: expect.closeTo(0.999 ** 2, 12),
      possibleAtBest: expect.closeTo((1 - 1e-9) ** 2, 12),
      spent: { 'bank/payments': expect.closeTo(1 - 0.999 ** 2, 12) },
    });
    expect(lines(system)).toEqual([
      expect.stringMatching(
        /\[shop\/orders\] MW1008 objectives: got 99\.9999999 %, with payments 99\.9 %\^2 = 99\.8001 %/,
      ),
    ]);
  });

  test('where Istio repeats no answer, as of HTTP/1.1, no try is one more chance', () => {
    const system = calling(99.9, [Objective.availability(99.9)], Port.http(7080));
    expect(system.errorBudgetOf('shop/orders')).toMatchObject({
      possible: expect.closeTo(0.999 ** 2, 12),
      possibleAtBest: expect.closeTo(0.999 ** 2, 12),
    });
  });

  test('is kept by what promises no more, and limits nothing where it promises nothing', () => {
    expect(calling(99.8, [Objective.availability(99.9)]).findings()).toEqual([]);
    expect(calling(99.99, []).findings()).toEqual([]);
  });

  test('is a share of the requests', () => {
    expect(
      errors(calling(99, [Objective.availability(0.999), Objective.availability(100)])),
    ).toEqual([
      expect.stringMatching(/\[shop\/payments\] MW1070 objectives\[1\]\.percent: got 100/),
    ]);
  });
});

test('a reference itself becomes no object', () => {
  const system = shop((chart) => payments(chart));
  expect(system.manifests()).toEqual([]);
});

test('the network policy opens the port of the container where it is another', () => {
  const system = shop((chart) => {
    const port = Port.http(7080, { targetPort: 1180 });
    aService(chart, 'orders').calls(payments(chart, { port }));
  });
  expect(specOf(system, 'NetworkPolicy', 'orders').egress).toContainEqual(
    expect.objectContaining({ ports: [{ protocol: 'TCP', port: 1180 }] }),
  );
  expect(environmentOf(system, 'orders-v1')).toMatchObject({ PAYMENTS_PORT: '7080' });
});

test('a host outside the cluster is looked for in every namespace', () => {
  const system = shop((chart) => {
    aService(chart, 'orders').calls(payments(chart, { host: 'payments.example.com' }));
  });
  expect(specOf(system, 'Sidecar', 'orders').egress).toEqual([
    { hosts: ['*/payments.example.com'] },
  ]);
});

describe('MW0422: a host that the cluster would complete, and Istio does not', () => {
  const told = (host: string, domain = 'cluster.local'): string[] =>
    shop(
      (chart) => {
        aService(chart, 'orders').calls(payments(chart, { host }));
      },
      { clusterDomain: domain },
    )
      .findings()
      .map(findingLine);

  test.each(['payments', 'payments.bank', 'payments.bank.svc', 'payments.bank.svc.cluster'])(
    '%s is an error',
    (host) => {
      expect(told(host)).toEqual([
        `[shop/payments] MW0422 host: got "${host}", want a name with its namespace and domain, such as payments.shop.svc.cluster.local; write the whole name: Istio takes any shorter one for another host`,
      ]);
    },
  );

  test.each([
    ['payments.bank.svc.cluster.local', 'cluster.local'],
    ['payments.bank.svc.seven.example', 'seven.example'],
    ['payments.example', 'cluster.local'],
    ['payments.bank.example', 'cluster.local'],
    ['payments.bank.global', 'cluster.local'],
  ])('%s is none in the domain %s', (host, domain) => {
    expect(told(host, domain)).toEqual([]);
  });
});

test('one of several ports is chosen as on a service', () => {
  const ports = { api: Port.grpc(7080), admin: Port.http(1180) };
  const system = shop((chart) => {
    const target = payments(chart, { port: undefined, ports });
    aService(chart, 'orders').calls(target, { port: 'api' });
    aService(chart, 'web').calls(target);
  });
  expect(errors(system)).toEqual([
    '[shop/web] MW0404 calls(payments).port: got nothing, want one of the ports of payments: admin ' +
      '(1180), api (7080); set `port` to one of them',
  ]);
});

describe('policy on a call to a reference', () => {
  const info = (got: string): string =>
    `[shop/orders] MW0415 calls(payments): got ${got}, want the policy where payments is declared; ` +
    "repeat it there: permits(Caller.identity('shop', 'orders'), …)";

  test('belongs to the callee, which is said', () => {
    const system = shop((chart) => {
      aService(chart, 'orders').calls(payments(chart), { timeout: Duration.seconds(7) });
    });
    expect(lines(system)).toEqual([]);
    expect(linesOf(system, 'info')).toEqual([info('a deadline of 7s')]);
  });

  test('is said of retries too', () => {
    const system = shop((chart) => {
      aService(chart, 'orders').calls(payments(chart), { retries: Retries.never() });
    });
    expect(linesOf(system, 'info')).toEqual([info('retries')]);
  });

  test('is to be repeated for the service account that the caller runs as', () => {
    const system = shop((chart) => {
      const orders = aService(chart, 'orders', { serviceAccount: 'till' });
      orders.calls(payments(chart), { timeout: Duration.seconds(7) });
    });
    expect(linesOf(system, 'info')).toEqual([
      expect.stringMatching(/repeat it there: permits\(Caller\.identity\('shop', 'till'\), …\)$/),
    ]);
  });

  test('is not spoken of where there is none', () => {
    const system = shop((chart) => aService(chart, 'orders').calls(payments(chart)));
    expect(linesOf(system, 'info')).toEqual([]);
  });

  test('still counts towards the deadlines of those who wait for the caller', () => {
    const system = shop((chart) => {
      const orders = aService(chart, 'orders');
      orders.calls(payments(chart), { timeout: Duration.seconds(7) });
      aService(chart, 'web').calls(orders);
    });
    expect(system.calls()).toMatchObject([
      { to: 'bank/payments', deadlineMs: 7000 },
      { to: 'shop/orders', deadlineMs: 8000 },
    ]);
  });
});

test('a reference to a service of the same app is an error: that can be called itself', () => {
  const system = shop((chart) => {
    aService(chart, 'orders').calls(
      payments(chart, {
        host: 'till.shop.svc.cluster.local',
        identity: Identity.of('shop', 'till'),
      }),
    );
    aService(chart, 'till');
  });
  expect(errors(system)).toEqual([
    '[shop/payments] MW0419 host: got till.shop.svc.cluster.local, which is shop/till, want a service ' +
      'that another app declares; remove the reference, and call the service itself',
  ]);
});

test.each([
  [
    'a host with a port',
    { host: 'payments.bank:7080' },
    'MW0006 host: got "payments.bank:7080", want a DNS name of lower-case labels, at most 253 ' +
      'characters, without scheme and port; give the bare host name',
  ],
  [
    'no identity',
    { identity: undefined },
    'MW0016 identity: got nothing, want a value made by the factories of the class that the property ' +
      'names; use one of its factories',
  ],
  [
    'an identity in a namespace that is none',
    { identity: Identity.of('bank.eu', 'payments') },
    'MW0005 identity.namespace: got "bank.eu", want lower-case letters, digits and dashes, at most 63, ' +
      'not beginning or ending with a dash; rename it',
  ],
])('%s is an error', (_what, overrides, text) => {
  const system = shop((chart) => payments(chart, overrides));
  expect(errors(system)).toEqual([`[shop/payments] ${text}`]);
});
