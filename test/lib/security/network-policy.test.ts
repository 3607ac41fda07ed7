import { Port, Tracing, type MeshProps } from '../../../constructs';
import { aService, lines, shop } from '../../support/declare';
import { beside, specOf, type Specs } from '../rendered';

type Policy = Specs['NetworkPolicy'];

const inNamespace = (name: string) => ({
  namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': name } },
});
const pods = (namespace: string, labels: Record<string, string>) => ({
  ...inNamespace(namespace),
  podSelector: { matchLabels: labels },
});
const tcp = (port: number) => ({ protocol: 'TCP', port });
const named = (name: string) => ({ 'app.kubernetes.io/name': name });

const DNS = { to: [inNamespace('kube-system')], ports: [tcp(53), { protocol: 'UDP', port: 53 }] };
const ISTIOD = { to: [pods('istio-system', { app: 'istiod' })], ports: [tcp(15012)] };
const SCRAPE = { from: [inNamespace('monitoring')], ports: [tcp(15020), tcp(15090)] };

/** Of orders, which calls payments in the namespace bank. */
function policies(port: Port = Port.http(7080), mesh: MeshProps = {}): Record<string, Policy> {
  const system = shop((chart) => {
    const payments = aService(beside(chart, 'bank'), 'payments', { port });
    aService(chart, 'orders').calls(payments);
  }, mesh);
  expect(lines(system)).toEqual([]);
  return {
    orders: specOf(system, 'NetworkPolicy', 'orders'),
    payments: specOf(system, 'NetworkPolicy', 'payments'),
  };
}

test('a policy is about both directions of the pods of its service', () => {
  expect(policies().orders).toMatchObject({
    podSelector: { matchLabels: named('orders') },
    policyTypes: ['Ingress', 'Egress'],
  });
});

test('a call opens both of its ends, and nothing else opens', () => {
  const { orders, payments } = policies();
  expect(orders?.egress).toEqual(
    expect.arrayContaining([
      { to: [pods('bank', named('payments'))], ports: [tcp(7080)] },
      ISTIOD,
      DNS,
    ]),
  );
  expect(orders?.egress).toHaveLength(3);
  expect(orders?.ingress).toEqual([SCRAPE]);
  expect(payments?.ingress).toEqual([
    SCRAPE,
    { from: [pods('shop', named('orders'))], ports: [tcp(7080)] },
  ]);
  expect(payments?.egress).toEqual([ISTIOD, DNS]);
});

test('the port is that of the container, since packets are addressed to pods', () => {
  const { orders, payments } = policies(Port.http(80, { targetPort: 7080 }));
  expect(orders?.egress).toContainEqual({
    to: [pods('bank', named('payments'))],
    ports: [tcp(7080)],
  });
  expect(payments?.ingress).toContainEqual({
    from: [pods('shop', named('orders'))],
    ports: [tcp(7080)],
  });
});

test('calls to several ports of one service are one rule, its ports sorted and written once', () => {
  const system = shop((chart) => {
    const ports = { b: Port.http(7080), a: Port.http(1180), c: Port.tcp(1300) };
    const payments = aService(chart, 'payments', { ports });
    const orders = aService(chart, 'orders');
    for (const port of ['c', 'b', 'a', 7080]) orders.calls(payments, { port });
  });
  expect(specOf(system, 'NetworkPolicy', 'payments').ingress).toContainEqual({
    from: [pods('shop', named('orders'))],
    ports: [tcp(1180), tcp(1300), tcp(7080)],
  });
});

test('rules stand in a fixed order, whatever the order of declarations', () => {
  const [there, back] = [
    ['a', 'b', 'c'],
    ['c', 'b', 'a'],
  ].map((order) => {
    const system = shop((chart) => {
      const payments = aService(chart, 'payments');
      for (const name of order) aService(chart, name).calls(payments);
    });
    return specOf(system, 'NetworkPolicy', 'payments');
  });
  expect(there).toEqual(back);
});

describe('what the mesh is', () => {
  test('decides where DNS, control plane and scrapes are', () => {
    const { orders } = policies(Port.http(7080), {
      rootNamespace: 'mesh',
      dns: { namespace: 'dns', nodeLocalAddress: '169.254.20.11' },
    });
    expect(orders?.egress).toEqual(
      expect.arrayContaining([
        { to: [pods('mesh', { app: 'istiod' })], ports: [tcp(15012)] },
        { ...DNS, to: [inNamespace('dns')] },
        { ...DNS, to: [{ ipBlock: { cidr: '169.254.20.11/32' } }] },
      ]),
    );
  });

  test('an IPv6 address is a network of one address too', () => {
    const { orders } = policies(Port.http(7080), { dns: { nodeLocalAddress: 'fd00::11' } });
    expect(orders?.egress).toContainEqual({
      ...DNS,
      to: [{ ipBlock: { cidr: 'fd00::11/128' } }],
    });
  });

  test.each([
    [
      'in the cluster, to its namespace',
      'zipkin.tracing.svc.cluster.local',
      [inNamespace('tracing')],
    ],
    [
      'outside of it, to anywhere: the network layer knows no names',
      'spans.acme.example',
      [{ ipBlock: { cidr: '0.0.0.0/0' } }, { ipBlock: { cidr: '::/0' } }],
    ],
  ])('proxies reach a collector of traces %s', (_where, host, to) => {
    const tracing = Tracing.provider('zipkin', { host, port: 9411 });
    const { orders } = policies(Port.http(7080), { tracing });
    expect(orders?.egress).toContainEqual({ to, ports: [tcp(9411)] });
  });
});
