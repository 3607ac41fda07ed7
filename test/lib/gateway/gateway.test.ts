import {
  GatewayTls,
  MeshGateway,
  type MeshGatewayProps,
  type MeshProps,
} from '../../../constructs';
import type { DeclaredSystem } from '../../../constructs/testing';
import { aService, errors, has, lines, shop } from '../../support/declare';
import { specOf } from '../rendered';

function gateway(props: Partial<MeshGatewayProps> = {}, mesh?: MeshProps): DeclaredSystem {
  return shop((chart) => {
    const web = new MeshGateway(chart, 'web', {
      hosts: ['shop.example.com'],
      tls: GatewayTls.secret('shop-cert'),
      ...props,
    });
    web.routes('/*', aService(chart, 'orders'));
  }, mesh);
}

describe('the listeners of a gateway', () => {
  test('are HTTPS with the certificate, and plain HTTP that redirects to it', () => {
    const system = gateway();
    expect(lines(system)).toEqual([]);
    expect(specOf(system, 'Gateway', 'web')).toEqual({
      selector: { istio: 'ingressgateway' },
      servers: [
        {
          hosts: ['./shop.example.com'],
          port: { number: 80, name: 'http-web', protocol: 'HTTP' },
          tls: { httpsRedirect: true },
        },
        {
          hosts: ['./shop.example.com'],
          port: { number: 443, name: 'https-web', protocol: 'HTTPS' },
          tls: { mode: 'SIMPLE', credentialName: 'shop-cert', minProtocolVersion: 'TLSV1_2' },
        },
      ],
    });
  });

  test('are on the port that is given; the redirect stays on 80', () => {
    const { servers = [] } = specOf(gateway({ port: 8443 }), 'Gateway', 'web');
    expect(servers.map(({ port }) => port.number)).toEqual([80, 8443]);
  });

  test.each([
    [undefined, 80],
    [7080, 7080],
  ])('are plain HTTP alone with a reason, which becomes an annotation', (port, number) => {
    const tls = GatewayTls.none('behind a load balancer that ends TLS');
    const system = gateway({ tls, port });
    expect(lines(system)).toEqual([]);
    expect(specOf(system, 'Gateway', 'web').servers).toEqual([
      { hosts: ['./shop.example.com'], port: { number, name: 'http-web', protocol: 'HTTP' } },
    ]);
    expect(system.manifest('Gateway', 'web').metadata.annotations).toEqual({
      'meshwright.dev/loosened-tls': 'behind a load balancer that ends TLS',
    });
  });

  test('serve each host once, sorted, for routes of their own namespace alone', () => {
    const hosts = ['shop.example.com', '*.example.org', 'shop.example.com'];
    const system = gateway({ hosts });
    const sorted = ['*.example.org', 'shop.example.com'];
    expect(specOf(system, 'Gateway', 'web').servers?.map((server) => server.hosts)).toEqual([
      sorted.map((host) => `./${host}`),
      sorted.map((host) => `./${host}`),
    ]);
    expect(specOf(system, 'VirtualService', 'web').hosts).toEqual(sorted);
  });

  test('belong to the gateway workload of the mesh', () => {
    const selector = { istio: 'edge', tier: '7' };
    const system = gateway({}, { ingressGateway: { selector } });
    expect(specOf(system, 'Gateway', 'web').selector).toEqual(selector);
  });
});

test('routes are bound to their gateway alone, not to the proxies of the mesh', () => {
  expect(specOf(gateway(), 'VirtualService', 'web')).toMatchObject({
    hosts: ['shop.example.com'],
    gateways: ['shop/web'],
  });
});

describe('the gateway workload is a caller', () => {
  const PRINCIPAL = 'cluster.local/ns/istio-system/sa/istio-ingressgateway-service-account';

  test('that its identity admits to what is routed', () => {
    expect(specOf(gateway(), 'AuthorizationPolicy', 'orders').rules).toEqual([
      {
        from: [{ source: { principals: [PRINCIPAL] } }],
        to: [{ operation: { ports: ['8080'] } }],
      },
    ]);
  });

  test('that the network lets in by its labels, from its namespace', () => {
    expect(specOf(gateway(), 'NetworkPolicy', 'orders').ingress).toContainEqual({
      from: [
        {
          namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'istio-system' } },
          podSelector: { matchLabels: { istio: 'ingressgateway' } },
        },
      ],
      ports: [{ protocol: 'TCP', port: 8080 }],
    });
  });

  test('that is whoever the mesh says it is', () => {
    const ingressGateway = {
      namespace: 'edge',
      serviceAccount: 'door',
      selector: { istio: 'edge' },
    };
    const system = gateway({}, { ingressGateway, trustDomain: 'acme.example' });
    expect(specOf(system, 'AuthorizationPolicy', 'orders').rules).toMatchObject([
      { from: [{ source: { principals: ['acme.example/ns/edge/sa/door'] } }] },
    ]);
    expect(system.calls()).toMatchObject([{ from: 'edge/door', to: 'shop/orders' }]);
  });

  test('that no route of the mesh is for', () => {
    const { http = [] } = specOf(gateway(), 'VirtualService', 'orders');
    expect(http.map(({ name }) => name)).toEqual(['undeclared']);
  });
});

test('a gateway without routes is warned about, and has no VirtualService', () => {
  const system = shop((chart) => {
    new MeshGateway(chart, 'web', { hosts: ['*'], tls: GatewayTls.secret('cert') });
  });
  expect(lines(system)).toEqual([
    '[shop/web] MW0508 routes: got none, want at least one route; add routes(…), or remove the gateway',
  ]);
  expect(has(system.manifests(), 'VirtualService', 'web')).toBe(false);
});

const HOSTS = 'want host names such as shop.example.com or *.example.com, or *; correct the host';

test.each<[string, Partial<MeshGatewayProps>, string]>([
  ['no host', { hosts: [] }, `MW0503 hosts: got [], ${HOSTS}`],
  [
    'a host with a scheme',
    { hosts: ['https://shop.example.com'] },
    `MW0503 hosts: got "https://shop.example.com", ${HOSTS}`,
  ],
  ['a star inside', { hosts: ['shop.*.com'] }, `MW0503 hosts: got "shop.*.com", ${HOSTS}`],
  [
    'no TLS, as plain JavaScript may leave it',
    { tls: undefined },
    'MW0016 tls: got nothing, want a value made by the factories of the class that the property names; ' +
      'use one of its factories',
  ],
  [
    'plain HTTP without a reason',
    { tls: GatewayTls.none('') },
    'MW0009 tls: got "", want a reason that a reader of the manifest understands; say why the default ' +
      'is given up',
  ],
  [
    'a secret that is no name',
    { tls: GatewayTls.secret('Shop Cert') },
    'MW0013 tls: got "Shop Cert", want lower-case letters, digits, dashes and dots, at most 253; give ' +
      'the name of the object',
  ],
  [
    'a port out of range',
    { port: 0 },
    'MW0101 port: got 0, want a whole number from 1 to 65535; give the number of the port',
  ],
])('%s is an error', (_what, props, text) => {
  expect(errors(gateway(props))).toEqual([`[shop/web] ${text}`]);
});
