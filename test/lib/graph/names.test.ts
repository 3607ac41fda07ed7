import { Construct } from 'constructs';
import { DataStore, ExternalService, GatewayTls, MeshGateway, Workload } from '../../../constructs';
import { aService, errors, lines, shop } from '../../support/declare';
import { beside } from '../rendered';

const OWN_NAME = 'want a name of its own in its namespace; rename one of them';

describe('two constructs of one name in one namespace', () => {
  test('are an error for both, since their objects would be one', () => {
    const system = shop((chart) => {
      aService(chart, 'payments');
      aService(new Construct(chart, 'billing'), 'payments');
    });
    expect(errors(system)).toEqual(
      expect.arrayContaining([
        `[shop/billing/payments] MW0412 id: got payments in shop, as shop/payments, ${OWN_NAME}`,
        `[shop/payments] MW0412 id: got payments in shop, as shop/billing/payments, ${OWN_NAME}`,
      ]),
    );
  });

  test('are an error whatever they are', () => {
    const system = shop((chart) => {
      aService(chart, 'web');
      const edge = new Construct(chart, 'edge');
      const gateway = new MeshGateway(edge, 'web', { hosts: ['*'], tls: GatewayTls.secret('c') });
      gateway.routes('/*', aService(chart, 'orders'));
      DataStore.redis(new Construct(chart, 'data'), 'orders', { address: '10.7.0.11' });
    });
    expect(errors(system)).toEqual([
      `[shop/data/orders] MW0412 id: got orders in shop, as shop/orders, ${OWN_NAME}`,
      `[shop/edge/web] MW0412 id: got web in shop, as shop/web, ${OWN_NAME}`,
      `[shop/orders] MW0412 id: got orders in shop, as shop/data/orders, ${OWN_NAME}`,
      `[shop/web] MW0412 id: got web in shop, as shop/edge/web, ${OWN_NAME}`,
    ]);
  });

  test('are no error in two namespaces', () => {
    const system = shop((chart) => {
      aService(chart, 'payments');
      aService(beside(chart, 'bank'), 'payments');
    });
    expect(lines(system)).toEqual([]);
  });
});

describe('two versions whose workloads would have one name', () => {
  const images = (version: string) => ({ versions: { [version]: { image: 'ghcr.io/acme/x:7' } } });

  test('are an error for both services', () => {
    const system = shop((chart) => {
      aService(chart, 'orders', images('api-v1'));
      aService(chart, 'orders-api');
    });
    expect(errors(system)).toEqual([
      `[shop/orders-api] MW0412 versions.v1: got Deployment orders-api-v1 in shop, as shop/orders, ${OWN_NAME}`,
      `[shop/orders] MW0412 versions.api-v1: got Deployment orders-api-v1 in shop, as shop/orders-api, ${OWN_NAME}`,
    ]);
  });

  test('are none in two namespaces, or where one is no Deployment', () => {
    const system = shop((chart) => {
      aService(chart, 'orders', images('api-v1'));
      aService(beside(chart, 'bank'), 'orders-api');
      aService(chart, 'orders-api', { workload: Workload.stateful() });
    });
    expect(lines(system)).toEqual([]);
  });
});

describe('two registrations of one host', () => {
  const cards = { host: 'api.cards.example' };

  test('in one namespace are an error for both', () => {
    const system = shop((chart) => {
      new ExternalService(chart, 'cards', cards);
      DataStore.tcp(chart, 'fees', { ...cards, port: 7000 });
    });
    const rest = 'want one registration; remove one, and call the other';
    expect(errors(system)).toEqual([
      `[shop/cards] MW0413 host: got api.cards.example in shop, as shop/fees, ${rest}`,
      `[shop/fees] MW0413 host: got api.cards.example in shop, as shop/cards, ${rest}`,
    ]);
  });

  test('in two namespaces are none', () => {
    const system = shop((chart) => {
      new ExternalService(chart, 'cards', cards);
      new ExternalService(beside(chart, 'bank'), 'cards', cards);
    });
    expect(lines(system)).toEqual([]);
  });

  test('are none where a bare address has no host', () => {
    const system = shop((chart) => {
      DataStore.redis(chart, 'cache', { address: '10.7.0.11' });
      DataStore.redis(chart, 'queue', { address: '10.7.0.13' });
    });
    expect(lines(system)).toEqual([]);
  });
});
