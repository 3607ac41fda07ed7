import { GatewayTls, MeshGateway, Scale } from '../../constructs';
import { aService, errors, has, lines, only, shop } from './declare';

const manifests = [
  { kind: 'Service', metadata: { name: 'cart' } },
  { kind: 'Service', metadata: { name: 'ledger' } },
  { kind: 'Deployment', metadata: { name: 'cart-v1' } },
];

test('only finds by kind, and by name where there are several', () => {
  expect(only(manifests, 'Deployment')).toBe(manifests[2]);
  expect(only(manifests, 'Service', 'ledger')).toBe(manifests[1]);
});

test.each([
  ['Job', undefined, 'Job'],
  ['Service', undefined, 'Service'],
  ['Service', 'door', 'Service door'],
])('only fails with what was there instead: %s %s', (kind, name, wanted) => {
  expect(() => only(manifests, kind, name)).toThrow(
    `want exactly one ${wanted}, got [Service cart, Service ledger, Deployment cart-v1]`,
  );
});

test('errors are the errors, lines the warnings too, and information is neither', () => {
  const system = shop((chart) => {
    aService(chart, 'cart', { port: 0 });
    aService(chart, 'alone', { scale: Scale.fixed(1) });
    const tls = GatewayTls.secret('shop-tls');
    new MeshGateway(chart, 'door', { hosts: ['*'], tls });
  });
  const port =
    '[shop/cart] MW0101 port: got 0, want a whole number from 1 to 65535; give the number of the port';
  const routes =
    '[shop/door] MW0508 routes: got none, want at least one route; add routes(…), or remove the gateway';
  expect(errors(system)).toEqual([port]);
  expect(lines(system)).toEqual([port, routes]);
});

test('a service of the fixtures is complete, and what is overridden with undefined is not given', () => {
  const system = shop((chart) => {
    aService(chart, 'cart');
    aService(chart, 'worker', { port: undefined });
  });
  expect(lines(system)).toEqual([]);
  expect(has(system.manifests(), 'Service', 'cart')).toBe(true);
  expect(has(system.manifests(), 'Service', 'worker')).toBe(false);
});
