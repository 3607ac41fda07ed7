import type { Chart } from 'cdk8s';
import { GatewayTls, Match, MeshGateway, type MeshGatewayProps } from '../../../constructs';
import { aService, lines, shop } from '../../support/declare';

function web(chart: Chart, props: Partial<MeshGatewayProps> = {}): MeshGateway {
  const tls = GatewayTls.secret('shop-cert');
  return new MeshGateway(chart, 'web', { hosts: ['shop.example.com'], tls, ...props });
}

test('a route behind another for the same requests is refused', () => {
  const system = shop((chart) => {
    const gateway = web(chart);
    gateway.routes('/checkout', aService(chart, 'orders'));
    gateway.routes('/checkout', aService(chart, 'payments'));
  });
  expect(lines(system)).toEqual([
    '[shop/web] MW0512 routes: got payments /checkout, behind orders /checkout, ' +
      'want a path of its own for each route; ' +
      'remove one of the two routes, or tell them apart by `methods` or `when`',
  ]);
});

test('routes of one path that methods or headers tell apart are no finding', () => {
  const system = shop((chart) => {
    const gateway = web(chart);
    gateway.routes('/checkout', aService(chart, 'orders'), { methods: ['POST'] });
    gateway.routes('/checkout', aService(chart, 'carts'), { methods: ['GET'] });
    const when = Match.header('x-tester').present();
    gateway.routes('/checkout', aService(chart, 'canary'), { methods: ['GET'], when });
  });
  expect(lines(system)).toEqual([]);
});

test('HTTPS on the port of its own redirect is refused', () => {
  const system = shop((chart) => {
    web(chart, { port: 80 }).routes('/*', aService(chart, 'orders'));
  });
  expect(lines(system)).toEqual([
    '[shop/web] MW0510 port: got 80, want a port other than 80; ' +
      'leave `port` out for 443, or give another',
  ]);
});

test.each([
  ['plain HTTP on 80', { port: 80, tls: GatewayTls.none('behind a load balancer that ends TLS') }],
  ['HTTPS on 8443', { port: 8443 }],
])('%s is no finding', (_what, props) => {
  const system = shop((chart) => {
    web(chart, props).routes('/*', aService(chart, 'orders'));
  });
  expect(lines(system)).toEqual([]);
});
