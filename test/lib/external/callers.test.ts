import { DataStore, ExternalService, Pool, Tls } from '../../../constructs';
import type { DeclaredSystem } from '../../../constructs/testing';
import { aService, has, lines, shop } from '../../support/declare';
import { beside, routesOf, specOf } from '../rendered';

const KINDS = ['ServiceEntry', 'DestinationRule', 'VirtualService'] as const;

test('what is outside is seen in its own namespace and in those of its callers, and in no other', () => {
  const system = shop((chart) => {
    const tls = Tls.originate();
    const cards = new ExternalService(chart, 'cards', { host: 'api.cards.example', tls });
    for (const namespace of ['web', 'bank']) {
      aService(beside(chart, namespace), 'books').calls(cards);
    }
    aService(chart, 'orders').calls(cards);
    aService(beside(chart, 'other'), 'stranger');
  });
  expect(lines(system)).toEqual([]);
  for (const kind of KINDS) {
    expect([kind, specOf(system, kind, 'cards').exportTo]).toEqual([kind, ['.', 'bank', 'web']]);
  }
});

test('nobody but its own namespace sees what nobody calls', () => {
  const system = shop((chart) => {
    new ExternalService(chart, 'cards', { host: 'api.cards.example' });
  });
  expect(specOf(system, 'ServiceEntry', 'cards').exportTo).toEqual(['.']);
});

test('each caller has a route of its own, and is matched in its namespace', () => {
  const system = shop((chart) => {
    const tls = Tls.originate();
    const cards = new ExternalService(chart, 'cards', { host: 'api.cards.example', tls });
    aService(beside(chart, 'bank'), 'orders').calls(cards);
    aService(chart, 'orders').calls(cards);
  });
  expect(routesOf(system, 'cards').map(({ name }) => name)).toEqual([
    'bank.orders.any',
    'shop.orders.any',
    'undeclared',
  ]);
});

describe('the pool of something outside', () => {
  const ledgerWith = (target?: Pool, call?: Pool): DeclaredSystem =>
    shop((chart) => {
      const ledger = DataStore.postgres(chart, 'ledger', { address: '10.7.0.11', pool: target });
      aService(chart, 'orders').calls(ledger, { pool: call });
      aService(chart, 'web').calls(ledger);
    });
  const limitOf = (system: DeclaredSystem, rule: string): number | undefined =>
    specOf(system, 'DestinationRule', rule).trafficPolicy?.connectionPool?.tcp?.maxConnections;
  const limit = (target?: Pool): number | undefined => limitOf(ledgerWith(target), 'ledger');

  test('is an even share of what the kind of server admits', () => {
    expect(limit()).toBe(Math.floor(97 / (3 + 3)));
  });

  test('is that of the target', () => {
    expect(limit(Pool.perReplica(7))).toBe(7);
  });

  test('is that of a call for its caller alone, and that of the target for all others', () => {
    const system = ledgerWith(Pool.perReplica(7), Pool.perReplica(11));
    expect(limitOf(system, 'ledger')).toBe(7);
    expect(limitOf(system, 'ledger.shop.orders')).toBe(11);
    expect(specOf(system, 'DestinationRule', 'ledger.shop.orders')).toMatchObject({
      workloadSelector: { matchLabels: { 'app.kubernetes.io/name': 'orders' } },
      exportTo: ['.'],
    });
    expect(has(system.manifests(), 'DestinationRule', 'ledger.shop.web')).toBe(false);
  });
});

describe('an HTTP host of the cluster that another team declares', () => {
  const HOST = 'legacy.old.svc.cluster.local';
  const calling = (): ReturnType<typeof shop> =>
    shop((chart) => {
      const tls = Tls.none('not in the mesh yet');
      const legacy = new ExternalService(chart, 'legacy', { host: HOST, tls, port: 7080 });
      aService(chart, 'orders').calls(legacy);
    });

  test('is in the scope of its callers with the routes of our namespace, which else were left out', () => {
    const system = calling();
    expect(lines(system)).toEqual([]);
    expect(system.manifest('VirtualService', 'legacy').metadata.namespace).toBe('shop');
    expect(specOf(system, 'Sidecar', 'orders').egress).toEqual([{ hosts: [`*/${HOST}`] }]);
  });

  test('is not registered again', () => {
    const kinds = calling()
      .manifests()
      .filter(({ metadata }) => metadata.name === 'legacy')
      .map(({ kind }) => kind);
    expect(kinds).toEqual(['DestinationRule', 'VirtualService']);
  });
});
