import type { Chart } from 'cdk8s';
import { GatewayTls, MeshGateway, type MeshGatewayProps } from '../../../constructs';
import { aService, errors, lines, shop } from '../../support/declare';

const secret = GatewayTls.secret('cert');
const other = GatewayTls.secret('other-cert');
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
      { hosts: ['b.example'], tls: other },
    ],
    [
      'one is a wildcard, of which the other is taken out',
      { hosts: ['*.example.com'], tls: secret },
      { hosts, tls: other },
    ],
    ['the ports differ', { hosts, tls: secret }, { hosts, tls: plain, port: 7080 }],
  ])('is none where %s', (_why, first, second) => {
    expect(lines(gateways(first, second))).toEqual([]);
  });
});

describe('MW0251: one certificate of two gateways', () => {
  const [a, b] = [['a.example.com'], ['b.example.com']];

  test('is told: a browser gets 404 for the hosts of the second', () => {
    expect(lines(gateways({ hosts: a, tls: secret }, { hosts: b, tls: secret }))).toEqual([
      '[shop/web-1] MW0251 tls: got cert, as shop/web-0, want one gateway for a certificate: a browser keeps its connection for every host of the certificate, and gets 404 for those of the other gateway; serve the hosts of both by one gateway, or give each host a certificate of its own',
    ]);
  });

  test.each<[string, readonly MeshGatewayProps[]]>([
    ['the hosts share a gateway', [{ hosts: [...a, ...b], tls: secret }]],
    [
      'each gateway has its own',
      [
        { hosts: a, tls: secret },
        { hosts: b, tls: other },
      ],
    ],
    [
      'neither gateway has one',
      [
        { hosts: a, tls: plain },
        { hosts: b, tls: plain },
      ],
    ],
  ])('is not told where %s', (_why, list) => {
    expect(lines(gateways(...list))).toEqual([]);
  });

  // no browser keeps a connection for another port
  test('is not told of two HTTPS ports; their redirects share port 80 without a certificate', () => {
    const system = gateways({ hosts: a, tls: secret }, { hosts: b, tls: secret, port: 8443 });
    expect(lines(system)).toEqual([]);
  });
});
