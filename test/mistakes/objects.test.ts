import { Chart } from 'cdk8s';
import { ExternalService, Identity, Operation, Pool, ServiceReference } from '../../constructs';
import type { DeclaredSystem } from '../../constructs/testing';
import { beside, routesOf, specOf } from '../lib/rendered';
import { aService, errors, shop } from '../support/declare';
import { templateOf } from '../support/pods';

const image = 'ghcr.io/acme/reviews:1.2.3';

/** The position of an object among those that are written. */
function positionOf(system: DeclaredSystem, kind: string, name: string): number {
  return system.manifests().findIndex((each) => each.kind === kind && each.metadata.name === name);
}

const subsetsOf = (system: DeclaredSystem, name: string): string[] =>
  (specOf(system, 'DestinationRule', name).subsets ?? []).map((subset) => subset.name);

/** The subsets that the routes of `reviews` lead to. */
const routedOf = (system: DeclaredSystem): (string | undefined)[] =>
  routesOf(system, 'reviews').flatMap(({ route = [] }) =>
    route.map(({ destination }) => destination.subset),
  );

describe('mistake 20: A route to a subset that is not there yet, or no longer', () => {
  const versions = (v2: { weight?: number; retiring?: true }): DeclaredSystem =>
    shop((chart) =>
      aService(chart, 'reviews', {
        versions: { v1: { image, weight: 100 - (v2.weight ?? 0) }, v2: { image, ...v2 } },
      }),
    );

  test('every subset that a route names is there, in a rule that is written before the route', () => {
    const system = versions({ weight: 13 });
    expect(routedOf(system)).toEqual(['v1', 'v2']);
    for (const version of ['v1', 'v2']) {
      expect(subsetsOf(system, `reviews-${version}`)).toEqual([version]);
      expect(positionOf(system, 'DestinationRule', `reviews-${version}`)).toBeLessThan(
        positionOf(system, 'VirtualService', 'reviews'),
      );
    }
  });

  test('between files: a version of weight 0 is known to callers elsewhere before a route names it', () => {
    const system = shop((chart) => {
      const weights = { v1: { image, weight: 100 }, v2: { image, weight: 0 } };
      const reviews = aService(chart, 'reviews', { versions: weights });
      const office = new Chart(chart.node.root, 'office', { namespace: 'office' });
      aService(office, 'batch').calls(reviews, { pool: Pool.perReplica(7) });
    });
    expect(routedOf(system)).not.toContain('v2');
    for (const rule of ['reviews.shop', 'reviews.shop.batch']) {
      expect(subsetsOf(system, rule)).toEqual(['v1', 'v2']);
    }
  });

  test('a version that is retiring has lost its routes, and keeps its subset', () => {
    const system = versions({ retiring: true });
    expect(routedOf(system)).toEqual(['v1']);
    expect(subsetsOf(system, 'reviews-v2')).toEqual(['v2']);
  });
});

describe('mistake 21: Policy on a subset that no route uses', () => {
  test('MW0211: a version that nothing routes to', () => {
    const versions = { v1: { image, weight: 100 }, v2: { image } };
    expect(errors(shop((chart) => aService(chart, 'reviews', { versions })))).toEqual([
      '[shop/reviews] MW0211 versions.v2: got neither `weight` nor `when`, want a `weight` or a `when`; give it one of them, or remove the version',
    ]);
  });

  test('the policy is that of the host, whatever the routes, and that of each subset', () => {
    const versions = { v1: { image, weight: 87 }, v2: { image, weight: 13 } };
    const system = shop((chart) => aService(chart, 'reviews', { versions }));
    const policies = ['v1', 'v2'].map(
      (version) =>
        specOf(system, 'DestinationRule', `reviews-${version}`).subsets?.[0]?.trafficPolicy,
    );
    const blocks = ['connectionPool', 'loadBalancer', 'outlierDetection', 'retryBudget'];
    const host = specOf(system, 'DestinationRule', 'reviews').trafficPolicy;
    for (const policy of [host, ...policies]) {
      expect(Object.keys(policy ?? {}).sort()).toEqual(blocks);
    }
  });
});

describe('mistake 22: Subset labels that no pod has', () => {
  test('MW0119: a label of the pods that would take the place of the version', () => {
    const podLabels = { version: 'v7' };
    const [first, ...rest] = errors(shop((chart) => aService(chart, 'reviews', { podLabels })));
    expect(rest).toEqual([]);
    expect(first).toContain('[shop/reviews] MW0119 podLabels: got version, want a key other than ');
  });

  test('every label of a subset is one of its pods', () => {
    const versions = { v1: { image, weight: 87 }, v2: { image, weight: 13 } };
    const system = shop((chart) => aService(chart, 'reviews', { versions }));
    for (const version of ['v1', 'v2']) {
      const [subset] = specOf(system, 'DestinationRule', `reviews-${version}`).subsets ?? [];
      const pods = templateOf(system.manifest('Deployment', `reviews-${version}`));
      expect(subset?.labels).toMatchObject({ version });
      expect(pods.metadata?.labels).toMatchObject({ ...subset?.labels });
    }
  });
});

describe('mistake 23: A DestinationRule in a third namespace', () => {
  const callerWith = (pool?: Pool): DeclaredSystem =>
    shop((chart) => {
      const payments = aService(chart, 'payments');
      aService(beside(chart, 'web'), 'front').calls(payments, { pool });
      aService(beside(chart, 'third'), 'stranger');
    });
  const placesOf = (system: DeclaredSystem): (string | undefined)[] =>
    system
      .manifests()
      .filter(
        ({ kind, spec }) =>
          kind === 'DestinationRule' && String(spec?.host).startsWith('payments.'),
      )
      .map(({ metadata }) => metadata.namespace);

  test('the policy of a host lies beside the host, and that of one caller beside the caller', () => {
    expect(placesOf(callerWith())).toEqual(['shop']);
    expect(placesOf(callerWith(Pool.perReplica(7))).sort()).toEqual(['shop', 'web', 'web']);
  });

  test('MW0423: policy for a host whose namespace belongs to somebody else', () => {
    const system = shop((chart) => {
      const ledger = ServiceReference.of(chart, 'ledger', {
        host: 'ledger.books.svc.cluster.local',
        port: 8080,
        identity: Identity.of('books', 'ledger'),
      });
      aService(chart, 'orders').calls(ledger, { pool: Pool.perReplica(7) });
    });
    expect(errors(system)).toEqual([
      '[shop/orders] MW0423 calls(ledger).pool: got pool towards a reference, want no pool here: the policy towards ledger is written where both its host and its caller are declared; remove it; set it on the service in its own repository',
    ]);
  });
});

describe('mistake 24: Two VirtualServices or policies for one host', () => {
  test('one VirtualService and one policy, however many call', () => {
    const system = shop((chart) => {
      const payments = aService(chart, 'payments');
      for (const name of ['orders', 'web']) aService(chart, name).calls(payments);
    });
    const about = system
      .manifests()
      .filter(({ spec }) => JSON.stringify(spec?.hosts ?? [spec?.host]).includes('payments.shop'))
      .map(({ kind }) => kind);
    expect(about).toEqual(['DestinationRule', 'VirtualService']);
  });

  test('MW0412: the same service twice', () => {
    const system = shop((chart) => {
      aService(chart, 'cart', { serviceAccount: 'one' });
      aService(new Chart(chart, 'again', { namespace: 'shop' }), 'cart', { serviceAccount: 'two' });
    });
    expect(errors(system)).toEqual([
      '[shop/again/cart] MW0412 id: got cart in shop, as shop/cart, want a name of its own in its namespace; rename one of them',
      '[shop/cart] MW0412 id: got cart in shop, as shop/again/cart, want a name of its own in its namespace; rename one of them',
    ]);
  });

  test('MW0413: a host outside that is registered twice', () => {
    const system = shop((chart) => {
      const host = 'api.bank.example';
      for (const id of ['bank', 'lender']) new ExternalService(chart, id, { host });
    });
    expect(errors(system)).toEqual([
      '[shop/bank] MW0413 host: got api.bank.example in shop, as shop/lender, want one registration; remove one, and call the other',
      '[shop/lender] MW0413 host: got api.bank.example in shop, as shop/bank, want one registration; remove one, and call the other',
    ]);
  });

  test('MW0233: one caller with two policies for one host', () => {
    const operations = { read: Operation.safe('GET /a'), list: Operation.safe('GET /b') };
    const system = shop((chart) => {
      const { read, list } = aService(chart, 'cart', { operations }).operations;
      const orders = aService(chart, 'orders');
      orders.calls(read, { pool: Pool.perReplica(7) });
      orders.calls(list, { pool: Pool.perReplica(11) });
    });
    expect(errors(system)).toEqual([
      '[shop/orders] MW0233 calls(cart.read).pool: got a policy other than that of calls(cart.list), want one policy for a caller and a host: Istio looks it up by proxy and host; give all calls to cart the same, or give it to one of them alone',
    ]);
  });
});

describe('mistake 25: A host that is not what it looks like', () => {
  const referenceTo = (host: string): DeclaredSystem =>
    shop((chart) => {
      const identity = Identity.of('shop', 'payments');
      const payments = ServiceReference.of(chart, 'payments', { host, port: 8080, identity });
      aService(chart, 'orders').calls(payments);
    });

  test.each(['payments', 'payments.shop'])('MW0422: %s', (host) => {
    expect(errors(referenceTo(host))).toEqual([
      `[shop/payments] MW0422 host: got "${host}", want a name with its namespace and domain, such as payments.shop.svc.cluster.local; write the whole name: Istio takes any shorter one for another host`,
    ]);
  });

  test('MW0417: a name instead of a service', () => {
    const system = shop((chart) => aService(chart, 'orders').calls('payments' as never));
    expect(errors(system)).toEqual([
      '[shop/orders] MW0417 calls: got "payments", want a ResilientService, ServiceReference, ExternalService, DataStore or an operation of one; call one of these',
    ]);
  });

  test('a service is called by its full name, wherever the caller is', () => {
    const system = shop((chart) => {
      aService(beside(chart, 'web'), 'front').calls(aService(chart, 'payments'));
    });
    const host = 'payments.shop.svc.cluster.local';
    expect(specOf(system, 'VirtualService', 'payments').hosts).toEqual([host]);
    expect(specOf(system, 'DestinationRule', 'payments').host).toBe(host);
    expect(specOf(system, 'Sidecar', 'front').egress).toEqual([{ hosts: [`shop/${host}`] }]);
  });
});
