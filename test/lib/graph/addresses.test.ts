import {
  DataStore,
  ExternalService,
  Identity,
  Port,
  ServiceReference,
  Tls,
} from '../../../constructs';
import { aService, errors, lines, shop } from '../../support/declare';
import { beside, environmentOf } from '../rendered';

const PORTS = { api: Port.http(7080), admin: Port.http(1180) };

describe('a caller finds the address of its callee in its environment', () => {
  test('as host and port', () => {
    const system = shop((chart) => {
      aService(chart, 'orders').calls(aService(chart, 'payments', { port: 7080 }));
    });
    expect(environmentOf(system, 'orders-v1')).toEqual({
      PAYMENTS_HOST: 'payments.shop.svc.cluster.local',
      PAYMENTS_PORT: '7080',
    });
    expect(environmentOf(system, 'payments-v1')).toEqual({});
  });

  test('with a dash written as an underscore', () => {
    const system = shop((chart) => {
      aService(chart, 'cart').calls(DataStore.redis(chart, 'redis-cart', { address: '10.7.0.11' }));
    });
    expect(environmentOf(system, 'cart-v1')).toEqual({
      REDIS_CART_HOST: '10.7.0.11',
      REDIS_CART_PORT: '6379',
    });
  });

  test('with a variable for each port that it calls of several', () => {
    const system = shop((chart) => {
      const payments = aService(chart, 'payments', { ports: PORTS });
      const orders = aService(chart, 'orders');
      orders.calls(payments, { port: 'api' });
      orders.calls(payments, { port: 'admin' });
    });
    expect(environmentOf(system, 'orders-v1')).toEqual({
      PAYMENTS_HOST: 'payments.shop.svc.cluster.local',
      PAYMENTS_ADMIN_PORT: '1180',
      PAYMENTS_API_PORT: '7080',
    });
  });

  test('in the domain of the cluster', () => {
    const system = shop((chart) => aService(chart, 'orders').calls(aService(chart, 'payments')), {
      clusterDomain: 'eu.acme.example',
    });
    expect(environmentOf(system, 'orders-v1')).toMatchObject({
      PAYMENTS_HOST: 'payments.shop.svc.eu.acme.example',
    });
  });

  test.each([
    ['80 where the proxy speaks TLS for it', Tls.originate(), '80'],
    ['443 where it speaks TLS itself', Tls.passthrough(), '443'],
  ])('as port %s', (_what, tls, port) => {
    const system = shop((chart) => {
      const cards = new ExternalService(chart, 'cards', { host: 'api.cards.example', tls });
      aService(chart, 'orders').calls(cards);
    });
    expect(environmentOf(system, 'orders-v1')).toEqual({
      CARDS_HOST: 'api.cards.example',
      CARDS_PORT: port,
    });
  });

  test('unless a variable of its own has the name, or carries the address', () => {
    const system = shop((chart) => {
      const payments = aService(chart, 'payments');
      const cart = aService(chart, 'cart', { port: 7070 });
      const orders = aService(chart, 'orders', {
        env: { PAYMENTS_HOST: 'localhost', CART_ADDR: cart.address() },
      });
      orders.calls(payments);
      orders.calls(cart);
    });
    expect(environmentOf(system, 'orders-v1')).toEqual({
      CART_ADDR: 'cart.shop.svc.cluster.local:7070',
      PAYMENTS_HOST: 'localhost',
      PAYMENTS_PORT: '8080',
    });
  });
});

test.each([
  ['both', undefined, 'payments.shop.svc.cluster.local:7080'],
  ['the host', 'host', 'payments.shop.svc.cluster.local'],
  ['the port', 'port', '7080'],
] as const)('an address may be asked for %s', (_what, part, value) => {
  const system = shop((chart) => {
    const payments = aService(chart, 'payments', { ports: PORTS });
    const address = payments.address({ port: 'api', ...(part && { part }) });
    aService(chart, 'orders', { env: { TILL: address } }).calls(payments, { port: 'api' });
  });
  expect(lines(system)).toEqual([]);
  expect(environmentOf(system, 'orders-v1')).toEqual({ TILL: value });
});

test.each([['admin'], [1180]])('the port may be given by name or number: %p', (port) => {
  const system = shop((chart) => {
    const payments = aService(chart, 'payments', { ports: PORTS });
    const env = { TILL: payments.address({ port }) };
    aService(chart, 'orders', { env }).calls(payments, { port: 'admin' });
  });
  expect(environmentOf(system, 'orders-v1')).toMatchObject({
    TILL: 'payments.shop.svc.cluster.local:1180',
  });
});

test('the host alone needs no port, also of a service with several', () => {
  const system = shop((chart) => {
    const payments = aService(chart, 'payments', { ports: PORTS });
    const env = { TILL: payments.address({ part: 'host' }) };
    aService(chart, 'orders', { env }).calls(payments, { port: 'admin' });
  });
  expect(lines(system)).toEqual([]);
  expect(environmentOf(system, 'orders-v1')).toEqual({ TILL: 'payments.shop.svc.cluster.local' });
});

test('an IPv6 address stands in brackets before its port', () => {
  const system = shop((chart) => {
    const ledger = DataStore.postgres(chart, 'ledger', { address: 'fd00::7' });
    aService(chart, 'orders', { env: { LEDGER: ledger.address() } }).calls(ledger);
  });
  expect(environmentOf(system, 'orders-v1')).toEqual({ LEDGER: '[fd00::7]:5432' });
});

test('references and operations have addresses too', () => {
  const system = shop((chart) => {
    const bank = ServiceReference.of(chart, 'bank', {
      host: 'bank.eu.svc.cluster.local',
      port: 7080,
      identity: Identity.of('eu', 'bank'),
    });
    aService(chart, 'orders', { env: { BANK: bank.address() } }).calls(bank);
  });
  expect(environmentOf(system, 'orders-v1')).toEqual({ BANK: 'bank.eu.svc.cluster.local:7080' });
});

describe('an address is an error', () => {
  test('where the service does not call what it addresses', () => {
    const system = shop((chart) => {
      const payments = aService(chart, 'payments');
      const orders = aService(chart, 'orders', { env: { TILL: payments.address() } });
      payments.calls(orders);
    });
    expect(errors(system)).toEqual([
      '[shop/orders] MW0408 env.TILL: got the address of payments, which is not called, want a call ' +
        'to it; declare the call: the mesh lets nothing else through',
    ]);
  });

  test.each([
    ['names a port that there is not', 'raw', '"raw"'],
    ['names none of several ports', undefined, 'nothing'],
  ])('where it %s', (_what, port, got) => {
    const system = shop((chart) => {
      const payments = aService(chart, 'payments', { ports: PORTS });
      const env = { TILL: payments.address({ port }) };
      aService(chart, 'orders', { env }).calls(payments, { port: 'api' });
    });
    expect(errors(system)).toEqual([
      `[shop/orders] MW0404 env.TILL: got ${got}, want one of the ports of payments: admin (1180), api ` +
        '(7080); set `port` to one of them',
    ]);
  });

  test('where two callees of one name would take the same variable', () => {
    const system = shop((chart) => {
      const orders = aService(chart, 'orders');
      orders.calls(DataStore.redis(chart, 'cache', { address: '10.7.0.11' }));
      orders.calls(DataStore.redis(beside(chart, 'bank'), 'cache', { address: '10.7.0.13' }));
    });
    const rest =
      'want a variable of its own for each callee; name them in `env`: { NAME: callee.address() }';
    expect(errors(system)).toEqual([
      `[shop/orders] MW0418 env: got CACHE_HOST for shop/cache and for bank/cache, ${rest}`,
      `[shop/orders] MW0418 env: got CACHE_PORT for shop/cache and for bank/cache, ${rest}`,
    ]);
  });

  test('no more where the callees of one name have variables of their own', () => {
    const system = shop((chart) => {
      const ours = DataStore.redis(chart, 'cache', { address: '10.7.0.11' });
      const theirs = DataStore.redis(beside(chart, 'bank'), 'cache', { address: '10.7.0.13' });
      const orders = aService(chart, 'orders', { env: { BANK_CACHE: theirs.address() } });
      orders.calls(ours);
      orders.calls(theirs);
    });
    expect(errors(system)).toEqual([]);
    expect(environmentOf(system, 'orders-v1')).toEqual({
      BANK_CACHE: '10.7.0.13:6379',
      CACHE_HOST: '10.7.0.11',
      CACHE_PORT: '6379',
    });
  });
});
