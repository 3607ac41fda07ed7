import { Duration } from 'cdk8s';
import {
  Caller,
  LoadBalancing,
  Operation,
  OutlierDetection,
  Pool,
  Profile,
  RetryBudget,
  Scale,
  ServiceReference,
  Identity,
  type CallOptions,
} from '../../../constructs';
import type { DeclaredSystem } from '../../../constructs/testing';
import { aService, errors, has, lines, shop } from '../../support/declare';
import { beside, specOf } from '../rendered';

const VERSIONS = {
  v1: { image: 'ghcr.io/acme/payments:1', weight: 87 },
  v2: { image: 'ghcr.io/acme/payments:2', weight: 13 },
};

/** Three callers of `payments` in `shop`: `orders` beside it, `front` and `back` in `web`. */
function callers(front: CallOptions, orders: CallOptions = {}): DeclaredSystem {
  return shop((chart) => {
    const payments = aService(chart, 'payments', { versions: VERSIONS });
    aService(chart, 'orders').calls(payments, orders);
    const web = beside(chart, 'web');
    aService(web, 'front').calls(payments, front);
    aService(web, 'back').calls(payments);
  });
}

function rulesIn(system: DeclaredSystem, namespace: string): string[] {
  return system
    .manifests()
    .filter(({ kind, metadata }) => kind === 'DestinationRule' && metadata.namespace === namespace)
    .map(({ metadata }) => metadata.name)
    .sort();
}

test.each([
  ['a pool', { pool: Pool.perReplica(7) }],
  ['load balancing', { loadBalancing: LoadBalancing.random() }],
  ['connections', { connection: { connectTimeout: Duration.millis(70) } }],
  ['outlier detection', { outlierDetection: OutlierDetection.of({ consecutive5xxErrors: 7 }) }],
  ['a retry budget', { retryBudget: RetryBudget.percent(7) }],
  ['a profile with one of them', { profile: Profile.batch() }],
])(
  '%s of a call makes a rule for its caller, and repeats the host’s for the others there',
  (_what, call) => {
    const system = callers(call);
    expect(lines(system)).toEqual([]);
    expect(rulesIn(system, 'web')).toEqual([
      'back',
      'front',
      'payments.shop',
      'payments.shop.front',
    ]);
    expect(rulesIn(system, 'shop')).toEqual(['orders', 'payments', 'payments-v1', 'payments-v2']);
  },
);

test('what belongs to the edge in Istio makes no rule', () => {
  const system = callers({ timeout: Duration.seconds(7) }, { profile: Profile.interactive() });
  expect(rulesIn(system, 'web')).toEqual(['back', 'front']);
  expect(rulesIn(system, 'shop')).toEqual(['orders', 'payments', 'payments-v1', 'payments-v2']);
});

test('the rule of a caller is complete, for its proxies alone, in its own namespace alone', () => {
  const system = callers({ pool: Pool.perReplica(7) });
  const rule = specOf(system, 'DestinationRule', 'payments.shop.front');
  expect(rule).toMatchObject({
    host: 'payments.shop.svc.cluster.local',
    workloadSelector: { matchLabels: { 'app.kubernetes.io/name': 'front' } },
    exportTo: ['.'],
  });
  expect(rule.subsets?.map(({ name }) => name)).toEqual(['v1', 'v2']);
  const policies = [rule.trafficPolicy, ...(rule.subsets ?? []).map((each) => each.trafficPolicy)];
  expect(policies.map((policy) => policy?.connectionPool?.http?.http2MaxRequests)).toEqual([
    7, 7, 7,
  ]);
  for (const policy of policies) {
    expect(Object.keys(policy ?? {}).sort()).toEqual([
      'connectionPool',
      'loadBalancer',
      'outlierDetection',
      'retryBudget',
    ]);
  }
});

test('what is repeated is the host’s own policy with its subsets, exported as Istio does by itself', () => {
  const system = callers({ pool: Pool.perReplica(7) });
  const { exportTo, workloadSelector, subsets, ...host } = specOf(
    system,
    'DestinationRule',
    'payments.shop',
  );
  expect([exportTo, workloadSelector]).toEqual([undefined, undefined]);
  expect(host).toEqual(specOf(system, 'DestinationRule', 'payments'));
  expect(subsets).toEqual(
    ['payments-v1', 'payments-v2'].flatMap(
      (name) => specOf(system, 'DestinationRule', name).subsets ?? [],
    ),
  );
});

test('a caller beside the host needs no repetition', () => {
  const system = callers({}, { pool: Pool.perReplica(7) });
  expect(lines(system)).toEqual([]);
  expect(rulesIn(system, 'web')).toEqual(['back', 'front']);
  expect(rulesIn(system, 'shop')).toContain('payments.shop.orders');
  expect(rulesIn(system, 'shop')).not.toContain('payments.shop');
});

test('two callers of one namespace repeat the host’s policy once', () => {
  const system = shop((chart) => {
    const payments = aService(chart, 'payments');
    const web = beside(chart, 'web');
    for (const name of ['front', 'back']) {
      aService(web, name).calls(payments, { pool: Pool.perReplica(7) });
    }
  });
  expect(rulesIn(system, 'web')).toEqual([
    'back',
    'front',
    'payments.shop',
    'payments.shop.back',
    'payments.shop.front',
  ]);
});

test('no value of one caller reaches the policy of the host', () => {
  const calm = callers({});
  const loud = callers({ outlierDetection: OutlierDetection.off('it asks for what is broken') });
  const rule = (system: DeclaredSystem): unknown => specOf(system, 'DestinationRule', 'payments');
  expect(rule(loud)).toEqual(rule(calm));
  const own = loud.manifest('DestinationRule', 'payments.shop.front');
  expect(own.metadata.annotations).toEqual({
    'meshwright.dev/loosened-outlier-detection': 'it asks for what is broken',
  });
  expect(own.spec?.trafficPolicy).not.toHaveProperty('outlierDetection');
});

describe('MW0233: calls of one pair', () => {
  const pair = (second?: Pool): string[] =>
    errors(
      shop((chart) => {
        const operations = { get: Operation.safe('GET /a'), put: Operation.idempotent('PUT /a') };
        const payments = aService(chart, 'payments', { operations });
        const orders = aService(chart, 'orders');
        orders.calls(payments.operations.get, { pool: Pool.perReplica(7) });
        orders.calls(payments.operations.put, { pool: second });
      }),
    );

  test('may not want different policies of the host', () => {
    expect(pair(Pool.perReplica(11))).toEqual([
      '[shop/orders] MW0233 calls(payments.put).pool: got a policy other than that of ' +
        'calls(payments.get), want one policy for a caller and a host: Istio looks it up by proxy and ' +
        'host; give all calls to payments the same, or give it to one of them alone',
    ]);
  });

  test('may agree, and one may speak for all', () => {
    expect(pair(Pool.perReplica(7))).toEqual([]);
    expect(pair()).toEqual([]);
  });
});

describe('MW0423: where no rule can carry a policy', () => {
  test('towards a reference, whose subsets are declared elsewhere', () => {
    const system = shop((chart) => {
      const identity = Identity.of('bank', 'payments');
      const host = 'payments.bank.svc.cluster.local';
      const payments = ServiceReference.of(chart, 'payments', { host, port: 8080, identity });
      aService(chart, 'orders').calls(payments, { pool: Pool.perReplica(7) });
    });
    expect(errors(system)).toEqual([
      '[shop/orders] MW0423 calls(payments).pool: got pool towards a reference, want no pool here: the ' +
        'policy towards payments is written where both its host and its caller are declared; remove it; ' +
        'set it on the service in its own repository',
    ]);
    expect(
      has(shop((chart) => void aService(chart, 'a')).manifests(), 'DestinationRule', 'a'),
    ).toBe(true);
  });

  test('of a caller from elsewhere, whose namespace another app owns', () => {
    const permitting = (options: CallOptions): string[] =>
      errors(
        shop((chart) => {
          aService(chart, 'payments').permits(Caller.identity('web', 'front'), options);
        }),
      );
    expect(permitting({ retryBudget: RetryBudget.percent(7) })[0]).toContain(
      'MW0423 permits(front).retryBudget: got retryBudget of a caller from elsewhere',
    );
    expect(permitting({ timeout: Duration.seconds(7) })).toEqual([]);
  });
});

test('rules do not depend on the order of declarations', () => {
  const names = (order: readonly string[]): string[] => {
    const system = shop((chart) => {
      const payments = aService(chart, 'payments', { scale: Scale.fixed(7) });
      const web = beside(chart, 'web');
      for (const name of order) aService(web, name).calls(payments, { pool: Pool.perReplica(7) });
    });
    return system.manifests().map(({ kind, metadata }) => `${kind}/${metadata.name}`);
  };
  expect(names(['front', 'back'])).toEqual(names(['back', 'front']));
});
