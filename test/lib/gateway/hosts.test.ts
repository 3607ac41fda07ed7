import type { Chart } from 'cdk8s';
import { GatewayTls, MeshGateway, type MeshGatewayProps } from '../../../constructs';
import { aService, errors, lines, shop } from '../../support/declare';

const secret = GatewayTls.secret('cert');
const plain = GatewayTls.none('behind a load balancer that ends TLS');

function gateways(...list: readonly MeshGatewayProps[]): ReturnType<typeof shop> {
  return shop((chart: Chart) => {
    const orders = aService(chart, 'orders');
    list.forEach((props, index) => {
      new MeshGateway(chart, `web-${index}`, props).routes('/*', orders);
    });
  });
}

describe('MW0507: one host on one port', () => {
  const hosts = ['shop.example.com', 'pay.example.com'];
  const rest = 'want one gateway for a host and port; merge them, or give one another host';

  test.each<[string, MeshGatewayProps, MeshGatewayProps, string]>([
    [
      'of two gateways with certificates',
      { hosts, tls: secret },
      { hosts: ['shop.example.com'], tls: secret },
      'shop.example.com on 443',
    ],
    [
      'of two gateways of plain HTTP',
      { hosts, tls: plain, port: 7080 },
      { hosts, tls: plain, port: 7080 },
      'pay.example.com on 7080',
    ],
    [
      'of one of plain HTTP and the redirect of another',
      { hosts, tls: plain },
      { hosts, tls: secret },
      'pay.example.com on 80',
    ],
    [
      'of two redirects, to ports of their own',
      { hosts, tls: secret },
      { hosts, tls: secret, port: 8443 },
      'pay.example.com on 80',
    ],
  ])('is an error %s', (_whose, first, second, got) => {
    expect(errors(gateways(first, second))).toEqual([
      `[shop/web-1] MW0507 hosts: got ${got}, as shop/web-0, ${rest}`,
    ]);
  });

  test.each<[string, MeshGatewayProps, MeshGatewayProps]>([
    [
      'the hosts differ',
      { hosts: ['a.example'], tls: secret },
      { hosts: ['b.example'], tls: secret },
    ],
    [
      'one is a wildcard, of which the other is taken out',
      { hosts: ['*.example.com'], tls: secret },
      { hosts, tls: secret },
    ],
    ['the ports differ', { hosts, tls: secret }, { hosts, tls: plain, port: 7080 }],
  ])('is none where %s', (_why, first, second) => {
    expect(lines(gateways(first, second))).toEqual([]);
  });
});
